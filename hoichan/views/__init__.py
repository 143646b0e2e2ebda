"""How tasks look without a widget: plain HTML for feedback pages, prints and headless runs."""

from hoichan.views.task import STYLE, render_static, render_task

__all__ = ["STYLE", "render_static", "render_task"]
