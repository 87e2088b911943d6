"""The API of the watch floor: HTTP in, what `pipeline.floor` answers out. No logic stands here.

The page's sources stand in `web/` at the root of the repository; its build, which the wheel
carries, in `page/` of this folder.
"""
