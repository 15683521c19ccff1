"""The plan service: draws up plans, keeps what was agreed, and follows a miss to a referral.

Owns the streams `plan-<id>`. Hears of mediations, so that consequences rest while one runs and a
solution becomes the next draft. Says everything in `contracts.plan`.
"""
