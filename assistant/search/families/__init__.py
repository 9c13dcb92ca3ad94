"""The kinds of model, one small module a library; `learners.build` is the way in."""
