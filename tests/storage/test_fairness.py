"""The lock serves in the order of asking."""

import threading

import pytest

from storage.fairness import FairLock


def test_who_asks_first_is_served_first() -> None:
    lock, served = FairLock(), list[int]()

    def take(number: int) -> None:
        with lock:
            served.append(number)

    threads = []
    with lock:
        for number in range(8):
            threads.append(threading.Thread(target=take, args=(number,)))
            threads[-1].start()
            while len(lock._waiting) <= number:
                pass
    for thread in threads:
        thread.join()
    assert served == list(range(8))


def test_an_error_inside_gives_the_lock_back() -> None:
    lock = FairLock()
    with pytest.raises(LookupError), lock:
        raise LookupError
    with lock:
        assert lock._owner == threading.get_ident()
    assert lock._owner is None


def test_asking_twice_is_an_error_and_no_standstill() -> None:
    lock = FairLock()
    with lock, pytest.raises(RuntimeError), lock:
        pass
    with lock:
        pass
