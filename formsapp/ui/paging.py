"""Which page numbers a long list offers."""


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
