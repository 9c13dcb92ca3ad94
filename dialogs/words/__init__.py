"""Every sentence that Tandem can say."""


def readback(reading, facts):
    return ""
