"""How the parts of a document are counted: I., 1., (1), First, 一. Pure."""

_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
          (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
             "eleventh", "twelfth")  # fmt: skip
_CARDINALS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_HAN = ("", *"一二三四五六七八九")


def roman(number: int) -> str:
    """4 -> IV. From 1 on."""
    digits = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        digits += letters * count
    return digits


def ordinal(number: int) -> str:
    """3 -> third, 23 -> 23rd: in words up to twelve."""
    if number <= len(_ORDINALS):
        return _ORDINALS[number - 1]
    teen = 10 < number % 100 < 20
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def cardinal(number: int) -> str:
    """7 -> seven, 12 -> 12: in words up to ten, as in running prose."""
    return _CARDINALS[number] if number < len(_CARDINALS) else str(number)


def han(number: int) -> str:
    """7 -> 七, 12 -> 十二: up to 99; a larger number in digits."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return "零" if number == 0 else str(number)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_HAN[tens]}十") + _HAN[ones]
