"""THE STORY: a scenario becomes records, the records become results; one call a stage, one direction."""

import sys
import types

from .story import run

__all__ = ["run"]


class _Story(types.ModuleType):
    """This module, made callable: `mc.run(...)` means `midcourse.run.run(...)`, imported before or not."""

    def __call__(self, *arguments, **options):
        return run(*arguments, **options)


sys.modules[__name__].__class__ = _Story
