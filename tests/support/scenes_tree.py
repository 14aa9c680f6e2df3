"""A province with zones, communes, schools of one name and a district federation that ended in 2025."""

from datetime import UTC, date, datetime

from storage.consents import Consent
from storage.people import CONFIRMED, NewPerson
from storage.store import Store
from storage.units import Ending, NewUnit, Unit

FOUNDED = datetime(2026, 1, 8, 2, 0, tzinfo=UTC)
UNITS = {  # code -> (name, kind, above)
    "VK": ("Liên đoàn Lao động tỉnh Vân Khê", "province", None),
    "KCN": ("Công đoàn các khu công nghiệp tỉnh Vân Khê", "zones", "VK"),
    "DB": ("Công đoàn Khu công nghiệp Đông Bãi", "zone", "KCN"),
    "XDH": ("Công đoàn xã Đông Hà", "commune", "VK"),
    "XHA": ("Công đoàn xã Hòa An", "commune", "VK"),
    "XTL": ("Công đoàn xã Tân Lập", "commune", "VK"),
    "PBM": ("Công đoàn phường Bình Minh", "commune", "VK"),
    "BAN": ("Ban Quan hệ Lao động", "board", "VK"),
    "MAYHA": ("Công ty Cổ phần May Hòa An", "grassroots", "XHA"),
    "MNDH": ("Trường Mầm non Hoa Sen", "grassroots", "XDH"),
    "MNBM": ("Trường Mầm non Hoa Sen", "grassroots", "PBM"),
    "DIEN": ("Công ty Điện tử Sao Hôm", "grassroots", "DB"),
    "HHA": ("Liên đoàn Lao động huyện Hòa An", "district", "VK"),
}
OFFICERS = {  # name -> (unit, office)
    "Đỗ Thị Minh": ("VK", "emulation"),
    "Phạm Quốc Bảo": ("DB", "chair"),
    "Hà Văn Sơn": ("XHA", "chair"),
    "Lương Thị Mận": ("MNDH", "chair"),
}


def build(store: Store) -> tuple[dict[str, Unit], dict[str, int]]:
    """The units by code and the officers by name."""
    units: dict[str, Unit] = {}
    for code, (name, kind, above) in UNITS.items():
        units[code] = store.units.add(NewUnit(name, kind, code, units[above].id if above else None))
    into = (units["XHA"].id, units["XTL"].id)
    store.units.end(units["HHA"].id, Ending(date(2025, 7, 1), into, "split"))
    people = {}
    for name, (code, office) in OFFICERS.items():
        person = store.people.add(NewPerson(units[code].id, name, CONFIRMED, team="Văn phòng"), FOUNDED)
        store.consents.give(person.id, Consent("joining.consent@2", FOUNDED, "web"))
        store.roles.appoint(person.id, units[code].id, office, FOUNDED)
        people[name] = person.id
    return units, people
