"""The model that every contract is built on: closed, frozen, exact."""

from pydantic import BaseModel, ConfigDict


class Contract(BaseModel):
    """Unknown fields are refused, values never change, `null` is never written.

    Errors do not repeat what was sent: it may be a personal text.
    """

    model_config = ConfigDict(
        extra="forbid", frozen=True, ser_json_bytes="base64", hide_input_in_errors=True
    )

    def to_json(self) -> bytes:
        """The bytes that are stored and published."""
        return self.__pydantic_serializer__.to_json(self, exclude_none=True)


class Event(Contract):
    """What happened. `type` names its schema, with the version: `PlanAgreed.v1`."""

    type: str
