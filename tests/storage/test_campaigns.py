"""Campaigns: launched whole, running for everybody below, their phases and titles."""

from datetime import date, timedelta

import pytest

from storage.campaigns import Campaign, Deadline, NewCampaign, Phase, Target, Title
from storage.store import Store
from storage.units import Unit
from tests.support.unions import found

START, END = date(2026, 10, 1), date(2027, 3, 31)


def launch(store: Store, unit: Unit, name: str = "120 ngày đêm", starts_on: date = START) -> Campaign:
    return store.campaigns.launch(NewCampaign(unit.id, name, starts_on, END))


def test_a_campaign_is_kept_with_all_that_belongs_to_it(store: Store) -> None:
    union = found(store)
    phases = (
        Phase("Đợt 1", "Về đích", START, date(2026, 12, 31)),
        Phase("Đợt 2", None, date(2027, 1, 1), None),
    )
    deadlines = (
        Deadline("upper", "Báo cáo tổng kết", date(2027, 3, 25), "IV.2"),
        Deadline("base", "Đăng ký", date(2026, 11, 30)),
    )
    targets = (Target("đoàn viên đăng ký", "≥", 90, "%"), Target("sáng kiến", "≥", 30, "sáng kiến"))
    titles = (
        Title("Lao động tiên tiến", ("LĐTT",), "Hoàn thành nhiệm vụ", "500.000 đồng", "III.1"),
        Title("Chiến sĩ thi đua cơ sở"),
    )
    new = NewCampaign(
        union.province.id,
        "120 ngày đêm thi đua",
        START,
        END,
        date(2026, 11, 30),
        reference="12/KH-LĐLĐ",
        slogan="Năng suất, chất lượng",
        phases=phases,
        deadlines=deadlines,
        targets=targets,
        titles=titles,
    )
    launched = store.campaigns.launch(new)
    assert store.campaigns.get(launched.id) == launched
    assert (launched.reference, launched.slogan, launched.register_until) == (
        "12/KH-LĐLĐ",
        "Năng suất, chất lượng",
        date(2026, 11, 30),
    )
    kept = store.campaigns.phases(launched.id)
    assert [(p.name, p.theme, p.starts_on, p.ends_on) for p in kept] == [
        (p.name, p.theme, p.starts_on, p.ends_on) for p in phases
    ]
    assert store.campaigns.deadlines(launched.id) == [deadlines[1], deadlines[0]]
    assert store.campaigns.targets(launched.id) == list(targets)
    found_titles = store.campaigns.titles(launched.id)
    assert [(t.name, t.aliases, t.condition, t.reward, t.section) for t in found_titles] == [
        (t.name, t.aliases, t.condition, t.reward, t.section) for t in titles
    ]
    assert all(t.id for t in found_titles)


def test_a_campaign_runs_for_everybody_below_who_launched_it(store: Store) -> None:
    union = found(store)
    whole, park = launch(store, union.province), launch(store, union.park, "Khu xanh", date(2026, 11, 1))
    on = date(2026, 11, 21)
    assert store.campaigns.running(union.garments, on) == [park, whole]
    assert store.campaigns.running(union.school, on) == [whole]
    assert store.campaigns.running(union.province, on) == [whole]
    assert store.campaigns.running_anywhere(on) == [park, whole]


def test_a_campaign_runs_from_its_first_day_to_its_last(store: Store) -> None:
    union = found(store)
    campaign = launch(store, union.province)
    day = timedelta(days=1)
    days = (START - day, START, END, END + day)
    assert [store.campaigns.running(union.school, on) == [campaign] for on in days] == [
        False,
        True,
        True,
        False,
    ]
    assert [store.campaigns.running_anywhere(on) == [campaign] for on in days] == [False, True, True, False]


def test_a_phase_without_an_end_goes_on(store: Store) -> None:
    union = found(store)
    phases = (Phase("Đợt 1", None, None, date(2026, 12, 31)), Phase("Đợt 2", None, date(2027, 1, 1), None))
    campaign = store.campaigns.launch(NewCampaign(union.park.id, "Thi đua", START, END, phases=phases))
    names = {}
    for on in (date(2020, 1, 1), date(2026, 12, 31), date(2027, 1, 1), date(2030, 1, 1)):
        phase = store.campaigns.phase_on(campaign.id, on)
        names[on.year, on.month] = phase.name if phase else None
    assert list(names.values()) == ["Đợt 1", "Đợt 1", "Đợt 2", "Đợt 2"]
    bare = launch(store, union.park)
    assert store.campaigns.phase_on(bare.id, START) is None


def test_an_unknown_campaign_is_a_lookup_error(store: Store) -> None:
    with pytest.raises(LookupError):
        store.campaigns.get(1)
