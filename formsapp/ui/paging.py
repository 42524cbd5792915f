"""Which page numbers a long list offers."""

from flask import request, url_for


def page_numbers(number: int, pages: int) -> list[int | None]:
    """The first and last page, this one and its neighbours; None stands for those left out."""
    shown = sorted({1, pages, *range(max(1, number - 1), min(pages, number + 1) + 1)})
    result: list[int | None] = []
    for before, page in zip([0, *shown], shown, strict=False):
        if page - before == 2:
            result.append(page - 1)
        elif page - before > 2:
            result.append(None)
        result.append(page)
    return result


class ListedPage:
    """One page of a long list whose address keeps what was searched for; for the pagination component."""

    def __init__(self, number: int, total: int, size: int, endpoint: str, **asked: str) -> None:
        self.total = total
        self.pages = max(1, -(-total // size))
        self.number = min(max(1, number), self.pages)
        self.first = (self.number - 1) * size + 1 if total else 0
        self.last = min(self.number * size, total)
        self._endpoint = endpoint
        self._asked = {name: value for name, value in asked.items() if value}

    def url_for(self, number: int) -> str:
        """The address of another page of the same list."""
        return url_for(self._endpoint, page=number, **self._asked)


def page_asked_for() -> int:
    """The page number in the address; 1 where there is none or it is no number."""
    number = request.args.get("page", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 1
