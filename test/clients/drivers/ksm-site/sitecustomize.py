"""Python reads this before anything else. The ksm CLI keeps no server key in its profile, so its table of keys has ours."""

import os

from keeper_secrets_manager_core.keeper_globals import keeper_public_keys

for key_id in keeper_public_keys:
    keeper_public_keys[key_id] = os.environ["KEEPWATCH_SERVER_KEY"]
