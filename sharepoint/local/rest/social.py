"""What an item is asked for besides its values: likes and ratings, policy tips, property bags."""

from __future__ import annotations

from typing import Any

from sharepoint.local.errors import bad_argument
from sharepoint.local.rest.call import Call
from sharepoint.local.rest.resource import Entity, Resource, operation

LOWEST_RATING, HIGHEST_RATING = 1, 5


class LikedByEntity(Entity):
    """How many people like an item, and whether the asking person does; ``item`` is "<list>/<number>"."""

    type_name = "Microsoft.SharePoint.Likes.likedByInformation"

    def __init__(self, call: Call, owner: str, item: str) -> None:
        super().__init__(call)
        self.owner = owner
        self.item = item

    def uri(self) -> str:
        return f"{self.owner}/LikedByInformation"

    def properties(self) -> dict[str, Any]:
        ratings = self.site.ratings
        return {"isLikedByUser": ratings.liked(self.item, self.user), "likeCount": str(ratings.likes(self.item))}


class DlpPolicyTipEntity(Entity):
    """The policy tip of an item: without data loss prevention there is nothing in it."""

    type_name = "SP.DlpPolicyTip"

    def __init__(self, call: Call, owner: str) -> None:
        super().__init__(call)
        self.owner = owner

    def uri(self) -> str:
        return f"{self.owner}/GetDlpPolicyTip"

    def properties(self) -> dict[str, Any]:
        return {"GeneralText": None, "MatchedConditionDescriptions": {"results": []}}


class PropertyValuesEntity(Entity):
    """A property bag."""

    type_name = "SP.PropertyValues"

    def __init__(self, call: Call, owner: str, values: dict[str, Any]) -> None:
        super().__init__(call)
        self.owner = owner
        self.values = values

    def uri(self) -> str:
        return f"{self.owner}/Properties"

    def properties(self) -> dict[str, Any]:
        return self.values


class ReputationService(Resource):
    """Microsoft.Office.Server.ReputationModel.Reputation: ratings and likes, one of each per person and item."""

    def _item(self) -> str:
        listed = self.site.lists.get(self.call.text("listID"))
        return f"{listed.id}/{self.site.items.get(listed.id, self.call.number('itemID')).id}"

    @operation("Microsoft.Office.Server.ReputationModel.Reputation.SetRating")
    def set_rating(self) -> float:
        """Rate an item; the answer is its average rating."""
        rating = self.call.number("rating")
        if not LOWEST_RATING <= rating <= HIGHEST_RATING:
            raise bad_argument(f"A rating is a number from {LOWEST_RATING} to {HIGHEST_RATING}.")
        return self.site.ratings.rate(self._item(), self.user, rating)

    @operation("Microsoft.Office.Server.ReputationModel.Reputation.SetLike")
    def set_like(self) -> int:
        """Like an item or take that back; the answer is the number of likes."""
        return self.site.ratings.like(self._item(), self.user, self.call.flag("like"))
