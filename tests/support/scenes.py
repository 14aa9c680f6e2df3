"""The unions in which the conversations of tests/conversations take place."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from storage.campaigns import Deadline, NewCampaign, Phase, Target, Title
from storage.consents import Consent
from storage.people import CONFIRMED, LISTED, WAITING, NewPerson
from storage.roles import NewRole
from storage.store import Store
from storage.units import OUTSIDE, NewUnit, Unit
from tests.support import scenes_tree
from tests.support.papers import sample

FOUNDED = datetime(2026, 1, 8, 2, 0, tzinfo=UTC)
TEAMS = [f"Tổ may {number}" for number in range(1, 9)]
MEMBERS = {  # team -> who is confirmed
    "Tổ may 3": ("Lò Thị Hoa", "Hoàng Thị Đào"),
    "Tổ may 4": ("Phạm Văn Tuấn",),
    "Tổ bảo trì": ("Vàng A Sử",),
}
LIST = {  # team -> who is only on the union's list
    "Tổ may 1": ("Bùi Thị Yến", "Đinh Thị Mơ"),
    "Tổ may 3": ("Giàng Thị Mỷ",),
    "Tổ may 5": ("Cao Thị Lành",),
}
OFFICERS = {  # name -> (unit, office)
    "Nguyễn Thị Thu": ("MAY2", "chair"),
    "Lê Thị Hải": ("MAY2", "deputy"),
    "Trần Văn Lực": ("MAY3", "chair"),
    "Phạm Quốc Bảo": ("KCN", "chair"),
    "Đỗ Thị Minh": ("TG", "emulation"),
}


@dataclass
class Scene:
    """Units by code and the people whom a chat may belong to, by name."""

    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)


def may2(store: Store) -> Scene:
    """A province, its industrial zones, two garment companies, their officers and a campaign with its plan."""
    scene = Scene()
    add = store.units.add
    root = add(NewUnit("Liên đoàn Lao động tỉnh Thạch Giang", "province", "TG", place="Thạch Giang"))
    zone = add(
        NewUnit(
            "Công đoàn các khu công nghiệp tỉnh Thạch Giang",
            "upper",
            "KCN",
            root.id,
            aliases=("Công đoàn khu công nghiệp",),
        )
    )
    second = NewUnit(
        "Công ty May số 2", "grassroots", "MAY2", zone.id, size=380, aliases=("May 2", "Công ty May số hai")
    )
    third = NewUnit("Công ty May số 3", "grassroots", "MAY3", zone.id, size=210, aliases=("May 3",))
    scene.units = {"TG": root, "KCN": zone, "MAY2": add(second), "MAY3": add(third)}
    _people(store, scene)
    _campaign(store, root)
    return scene


def _people(store: Store, scene: Scene) -> None:
    for name, (code, office) in OFFICERS.items():
        _member(store, scene, name, code, "Văn phòng")
        store.roles.appoint(scene.people[name], scene.units[code].id, office, FOUNDED)
    for team, names in MEMBERS.items():
        for name in names:
            _member(store, scene, name, "MAY2", team)
    unit_id = scene.units["MAY2"].id
    listed = [NewPerson(unit_id, name, LISTED, team=team) for team, names in LIST.items() for name in names]
    others = [NewPerson(unit_id, f"Nguyễn Văn {team[-1]}", LISTED, team=team) for team in TEAMS]
    store.people.add_many([*listed, *others], FOUNDED)


def _member(store: Store, scene: Scene, name: str, code: str, team: str) -> None:
    person = store.people.add(NewPerson(scene.units[code].id, name, CONFIRMED, team=team), FOUNDED)
    store.consents.give(person.id, Consent("joining.consent@1", FOUNDED, "web"))
    scene.people[name] = person.id


def _campaign(store: Store, root: Unit) -> None:
    plan = store.documents.replace(sample("thach-giang-12.txt"), root.id)
    store.campaigns.launch(
        NewCampaign(
            unit_id=root.id,
            name="Giỏi nghề, an toàn, nhiều sáng kiến",
            document_id=plan,
            reference="Kế hoạch 12/KH-LĐLĐ ngày 08/01/2026",
            starts_on=date(2026, 1, 1),
            ends_on=date(2026, 12, 31),
            register_until=date(2026, 4, 30),
            phases=(
                Phase("Đợt 1", "chào mừng Tháng Công nhân", date(2026, 1, 1), date(2026, 6, 30)),
                Phase(
                    "Đợt 2", "kỷ niệm ngày thành lập Công đoàn Việt Nam", date(2026, 7, 1), date(2026, 12, 31)
                ),
            ),
            deadlines=(Deadline("grassroots", "gửi báo cáo 6 tháng", date(2026, 6, 10), "V.2"),),
            targets=(Target("đoàn viên đăng ký ít nhất một việc", "≥", 70, "%"),),
            titles=(
                Title(
                    "Công nhân giỏi Thạch Giang",
                    aliases=("Công nhân giỏi",),
                    reward="giấy chứng nhận và 1.000.000 đồng",
                    section="II.1",
                ),
                Title("Lao động tiên tiến", aliases=("LĐTT",)),
                Title("Chiến sĩ thi đua cơ sở", aliases=("CSTĐ cơ sở", "CSTĐCS")),
            ),
        )
    )


def namesakes(store: Store) -> Scene:
    """The same, with three of one name on the list of May 2, and a shoe company with an officer of its own."""
    scene = may2(store)
    shoes = NewUnit("Công ty Giày Đông Bãi", "grassroots", "GIAY", scene.units["KCN"].id, size=95)
    scene.units["GIAY"] = store.units.add(shoes)
    _member(store, scene, "Mai Văn Thắng", "GIAY", "Văn phòng")
    store.roles.appoint(scene.people["Mai Văn Thắng"], scene.units["GIAY"].id, "chair", FOUNDED)
    unit_id = scene.units["MAY2"].id
    for team, kind in {"Tổ may 1": "direct", "Tổ may 5": "direct", "Văn phòng": "office"}.items():
        store.people.add(NewPerson(unit_id, "Bàn Thị Sen", LISTED, team, kind), FOUNDED)
    return scene


def waiting(store: Store) -> Scene:
    """The same on a morning on which five people wait to be confirmed."""
    scene = namesakes(store)
    unit_id = scene.units["MAY2"].id
    came = {
        "Dinh Thi Mo": "Tổ may 1",
        "Ban Thi Sen": None,
        "Giang Thi My": "Tổ may 3",
        "Cao Thi Lan": "Tổ may 5",
        "Vi Văn Páo": "Tổ may 8",
    }
    for n, (name, team) in enumerate(came.items()):
        at = FOUNDED + timedelta(days=92, minutes=n)
        person = store.people.add(NewPerson(unit_id, name, WAITING, team), at)
        store.consents.give(person.id, Consent("joining.consent@1", at, "web"))
        scene.people[name] = person.id
    return scene


def vankhe(store: Store) -> Scene:
    """A whole province, with an ended district federation."""
    return Scene(*scenes_tree.build(store))


def with_board(store: Store) -> Scene:
    """The same, with the province's standing board, to which its plan addresses what is unclear."""
    scene = may2(store)
    root = scene.units["TG"]
    new = NewUnit(
        "Ban Công tác Công đoàn",
        "board",
        "BCTCD",
        root.id,
        aliases=("Ban Chính sách - Pháp luật",),
        standing=OUTSIDE,
    )
    scene.units["BCTCD"] = store.units.add(new)
    _member(store, scene, "Trần Thanh Mai", "TG", "Văn phòng")
    member = NewRole(scene.people["Trần Thanh Mai"], root.id, "board", board_id=scene.units["BCTCD"].id)
    store.roles.give(member, FOUNDED)
    return scene


SCENES: dict[str, Callable[[Store], Scene]] = {
    "BAN": with_board,
    "MAY2": may2,
    "NAMESAKES": namesakes,
    "WAITING": waiting,
    "VANKHE": vankhe,
}
