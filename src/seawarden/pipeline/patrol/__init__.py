"""The patrol verbs: plan, log, debrief."""

from .plan import PlanOptions, plan

__all__ = ["PlanOptions", "plan"]
