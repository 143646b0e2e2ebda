"""The hub's submission service: released lessons, variants, submissions with receipts, pages."""

from hoichan_hub.portal.app import close_app, make_app
from hoichan_hub.portal.serving import running_portal
from hoichan_hub.portal.settings import HubConnection, Limits, PortalSettings, SettingsError
from hoichan_hub.portal.tokens import add_token

__all__ = [
    "HubConnection",
    "Limits",
    "PortalSettings",
    "SettingsError",
    "add_token",
    "close_app",
    "make_app",
    "running_portal",
]
