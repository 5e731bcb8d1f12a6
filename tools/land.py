#!/usr/bin/env python3
"""Makes assets/land/land-50m.bin from the npm package world-atlas 2.0.2.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python3 tools/land.py package/land-50m.json assets/land/land-50m.bin

The package holds Natural Earth's land at 1:50 million as TopoJSON, joined at the antimeridian. The file made from it
holds rings of points on a grid of a hundredth of a degree (1.1 km), the largest area first, so that rings drawn one
after another come out right: a lake lies on its continent, and an island in its lake.

    number of rings
    per ring: 2 x number of points, plus 1 for water
              longitude and latitude of the first point, then steps to each next point; longitudes run on beyond 180

Every number is a little-endian base 128 varint (7 bits a byte, the high bit for "more follows"); those with a sign are
zigzag coded (0, -1, 1, -2, ...). The last point is joined to the first, going round the shorter way in longitude.
"""

import json
import sys

STEPS_PER_DEGREE = 100


def rings(topology):
    """Every ring as points in steps, and whether it is water within land."""
    scale, translate = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            lon, lat = x * scale[0] + translate[0], y * scale[1] + translate[1]
            points.append((round(lon * STEPS_PER_DEGREE), round(lat * STEPS_PER_DEGREE)))
        arcs.append(points)
    for geometry in topology["objects"]["land"]["geometries"]:
        for polygon in geometry["arcs"]:
            for index, numbers in enumerate(polygon):
                points = []
                for number in numbers:
                    arc = arcs[number] if number >= 0 else arcs[~number][::-1]
                    points += arc[1:] if points else arc
                yield running_on(points), index > 0


def running_on(points):
    """The ring without its repeated points, with longitudes that run on where it crosses the antimeridian."""
    turn = 360 * STEPS_PER_DEGREE
    out = [points[0]]
    for x, y in points[1:]:
        last = out[-1]
        x = last[0] + (x - last[0] + turn // 2) % turn - turn // 2
        if (x, y) != last:
            out.append((x, y))
    if len(out) > 1 and (out[-1][0] - out[0][0]) % turn == 0 and out[-1][1] == out[0][1]:
        out.pop()
    return out


def area(points):
    """The area within a ring on the plane of longitude and latitude."""
    pairs = zip(points, points[1:] + points[:1])
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


def varint(number):
    out = bytearray()
    while number >= 0x80:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return out


def zigzag(number):
    return varint(2 * number if number >= 0 else -2 * number - 1)


def encoded(all_rings):
    out = varint(len(all_rings))
    for points, water in all_rings:
        out += varint(2 * len(points) + water)
        x = y = 0
        for point in points:
            out += zigzag(point[0] - x) + zigzag(point[1] - y)
            x, y = point
    return bytes(out)


def main():
    source, target = sys.argv[1:]
    with open(source, encoding="utf-8") as file:
        found = list(rings(json.load(file)))
    # The pole itself comes as a ring of water around the South Pole, as wide as the grid of the source.
    pole = -89.99 * STEPS_PER_DEGREE
    kept = [(points, water) for points, water in found if len(points) > 2 and max(y for _, y in points) > pole]
    kept.sort(key=lambda ring: -area(ring[0]))
    data = encoded(kept)
    with open(target, "wb") as file:
        file.write(data)
    print(f"{len(kept)} rings, {sum(len(points) for points, _ in kept)} points, {len(data)} bytes")


if __name__ == "__main__":
    main()
