"""Prints ISO 639-1 and 639-3 codes in pairs, as pycountry has them."""

import pycountry

print(" ".join(sorted(f"{language.alpha_2}-{language.alpha_3}" for language in pycountry.languages if hasattr(language, "alpha_2"))))
