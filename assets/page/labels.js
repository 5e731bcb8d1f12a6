// Names of places: as many as have room, the busiest first. They stay where they are while the clock runs.

const cut = (name, letters) => {
  const all = Array.from(name);
  return all.length > letters ? `${all.slice(0, letters - 1).join("")}…` : name;
};

const overlap = (one, other) =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

// Places nearer to each other than `joined` pixels are one node, which has the name of the busiest. `most` says how many
// marks stand at a place at once at most, `visits` how busy it is.
const nodesOf = (run, scale, joined, most, visits) => {
  const order = run.places.map((_, index) => index).filter((index) => visits[index] > 0);
  order.sort((one, other) => visits[other] - visits[one] || one - other);
  const nodes = [];
  const nodeAt = new Map();
  for (const index of order) {
    const place = run.places[index];
    const [x, y] = [place.x * scale, place.y * scale];
    let node = nodes.find((other) => Math.hypot(other.x - x, other.y - y) < joined);
    if (!node) nodes.push((node = { x, y, places: [], most: 0 }));
    node.places.push(index);
    node.most += most[index];
    nodeAt.set(index, node);
  }
  return { nodes, nodeAt };
};

// Finds room for the names; `reach` says how far the marks of a node reach.
const placeNames = (context, run, nodes, size, font, reach) => {
  context.font = font.name;
  const taken = nodes.map((node) => {
    const far = Math.min(reach(node), 14);
    return { left: node.x - far, right: node.x + far, top: node.y - far, bottom: node.y + far };
  });
  for (const node of nodes) {
    const more = node.places.length - 1;
    const lines = [cut(run.places[node.places[0]].name, size.width > 600 ? 36 : 22)];
    if (more > 0) lines.push(`and ${more} more place${more === 1 ? "" : "s"}`);
    const width = Math.max(...lines.map((line) => context.measureText(line).width), font.size * 5);
    // One line more, for how many wait.
    const height = (lines.length + 1) * font.line;
    const far = reach(node) + 4;
    const rooms = [
      [node.x + far, node.y - height / 2, "left"], [node.x - far - width, node.y - height / 2, "right"],
      [node.x - width / 2, node.y + far, "center"], [node.x - width / 2, node.y - far - height, "center"],
      [node.x + far * 0.7, node.y + far * 0.7, "left"], [node.x + far * 0.7, node.y - far * 0.7 - height, "left"],
      [node.x - far * 0.7 - width, node.y + far * 0.7, "right"], [node.x - far * 0.7 - width, node.y - far * 0.7 - height, "right"],
    ].map(([left, top, align]) => ({ left, top, right: left + width, bottom: top + height, align }));
    const inside = (room) => room.left >= 2 && room.top >= 2 && room.right <= size.width - 2 && room.bottom <= size.height - 2;
    const room = rooms.find((one) => inside(one) && !taken.some((other) => overlap(one, other)));
    if (!room) continue;
    taken.push(room);
    node.label = { ...room, lines, x: { left: room.left, right: room.right, center: (room.left + room.right) / 2 }[room.align] };
  }
};

// Writes on what is drawn, with an edge of the ground's colour.
const write = (context, text, x, y, align, font, colours, colour) => {
  Object.assign(context, { font, textAlign: align, textBaseline: "top", lineJoin: "round", lineWidth: 3 });
  context.strokeStyle = colours.halo;
  context.fillStyle = colour;
  context.strokeText(text, x, y);
  context.fillText(text, x, y);
};
