"""The patrol verbs: plan, log, debrief."""

from .plan import plan
from .plan_options import PlanOptions

__all__ = ["PlanOptions", "plan"]
