"""The airlift model in SimPy: one process for each aircraft, and one that makes the loads ready.

    python airlift.py LOADS AIRCRAFT REPLICATIONS

prints one line of JSON, as the other programs do. Times are in hours. The draws come from the standard library
and are not those of the Rust programs; the means must agree within their error.
"""

import json
import math
import os
import random
import statistics
import sys
import time

import simpy

ORIGINS = 4
DELAY_PROBABILITY = 0.03
DELAY_MEAN_H = 6.0
FLIGHT_MEAN_H, FLIGHT_SD_H, FLIGHT_MIN_H, FLIGHT_MAX_H = 4.0, 0.2, 3.4, 4.6
REFUEL_H = 0.5
SIGMA = math.sqrt(math.log1p(0.3**2))
LOAD_MU = math.log(1.5) - SIGMA**2 / 2
UNLOAD_MU = math.log(1.0) - SIGMA**2 / 2


class Airlift:
    """One replication."""

    def __init__(self, loads, aircraft, seed):
        self.env = env = simpy.Environment()
        self.random = random.Random(seed)
        self.spots = [simpy.Resource(env, 4 * aircraft // 60) for _ in range(ORIGINS)]
        self.loads = [simpy.Store(env) for _ in range(ORIGINS)]
        self.stands = simpy.Resource(env, 12 * aircraft // 60)
        self.crews = simpy.Resource(env, 6 * aircraft // 60)
        self.uncovered = [
            len(range(o, loads, ORIGINS)) - len(range(o, aircraft, ORIGINS)) for o in range(ORIGINS)
        ]
        self.events = 0
        self.delivered_at_h = []
        env.process(self.make_ready(loads))
        for number in range(aircraft):
            env.process(self.aircraft(number % ORIGINS))
        env.run()
        if len(self.delivered_at_h) != loads:
            raise SystemExit(f"{len(self.delivered_at_h)} of {loads} loads delivered")

    def make_ready(self, loads):
        """Makes the loads ready, in the order of time."""
        env = self.env
        for at_h, load in sorted((24.0 * self.random.random(), load) for load in range(loads)):
            yield env.timeout(at_h - env.now)
            self.events += 1
            self.loads[load % ORIGINS].put(load)

    def flight_h(self):
        while True:
            flight_h = self.random.gauss(FLIGHT_MEAN_H, FLIGHT_SD_H)
            if FLIGHT_MIN_H <= flight_h <= FLIGHT_MAX_H:
                return flight_h

    def lognormal_h(self, mu):
        return math.exp(self.random.gauss(mu, SIGMA))

    def delayed(self):
        return self.random.random() < DELAY_PROBABILITY

    def delay_h(self):
        return self.random.expovariate(1.0 / DELAY_MEAN_H)

    def aircraft(self, origin):
        """The life of one aircraft. Departures are written out, since a nested generator costs time."""
        env = self.env
        while True:
            yield self.loads[origin].get()
            with self.spots[origin].request() as spot:
                yield spot
                yield env.timeout(self.lognormal_h(LOAD_MU))
                self.events += 1
            if self.delayed():
                yield env.timeout(self.delay_h())
                self.events += 1
            yield env.timeout(self.flight_h())
            self.events += 1

            with self.stands.request() as stand:
                yield stand
                with self.crews.request() as crew:
                    yield crew
                    yield env.timeout(self.lognormal_h(UNLOAD_MU))
                    self.events += 1
                    self.delivered_at_h.append(env.now)
                yield env.timeout(REFUEL_H)
                self.events += 1

            most = max(self.uncovered)
            if most <= 0:
                return
            origin = self.uncovered.index(most)
            self.uncovered[origin] -= 1
            if self.delayed():
                yield env.timeout(self.delay_h())
                self.events += 1
            yield env.timeout(self.flight_h())
            self.events += 1


def main(arguments):
    loads, aircraft, replications = (int(a) for a in arguments)
    Airlift(loads, aircraft, "warm-up")
    events, closures_h, arrivals_h = 0, [], []
    start = time.perf_counter()
    for replication in range(1, replications + 1):
        run = Airlift(loads, aircraft, replication)
        events += run.events
        closures_h.append(max(run.delivered_at_h))
        arrivals_h.append(statistics.fmean(run.delivered_at_h))
    seconds = time.perf_counter() - start
    if "AIRLIFT_CLOSURES" in os.environ:
        print(*(round(c * 3.6e6) for c in closures_h), sep="\n", file=sys.stderr)
    print(json.dumps({
        "program": "SimPy",
        "loads": loads,
        "aircraft": aircraft,
        "replications": replications,
        "threads": 1,
        "events": events,
        "seconds": round(seconds, 6),
        "mean_closure_h": round(statistics.fmean(closures_h), 6),
        "sd_closure_h": round(statistics.stdev(closures_h), 6) if replications > 1 else 0.0,
        "mean_arrival_h": round(statistics.fmean(arrivals_h), 6),
    }))


if __name__ == "__main__":
    if len(sys.argv) != 4:
        raise SystemExit("usage: airlift.py LOADS AIRCRAFT REPLICATIONS")
    main(sys.argv[1:])
