/** A box in a column: its centre and height. */
interface Spot {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

/**
 * New heights for the boxes of a dense map, whose lines the layout library gives more room than anybody needs: the fullest
 * column closes its gaps; the others keep their order and come as near as it lets them to what they are tied to. The map's page
 * carries this function as text, so it uses nothing from outside and names no function inside.
 */
export function compact(
  spots: readonly Spot[],
  lines: readonly { readonly from: string; readonly to: string }[],
  gap: number,
): ReadonlyMap<string, number> {
  const columns: Spot[][] = [];
  for (const spot of [...spots].sort((a, b) => a.x - b.x || a.y - b.y)) {
    const column = columns.at(-1);
    if (column?.[0]?.x === spot.x) column.push(spot);
    else columns.push([spot]);
  }
  const placed = new Map<string, number>();
  const rest = [...columns].sort((a, b) => b.length - a.length);
  while (rest.length > 0) {
    // Next is the column that most lines tie to what stands already.
    let next = 0;
    let most = -1;
    for (const [index, column] of rest.entries()) {
      const inside = new Set(column.map(({ id }) => id));
      const ties = lines.filter(
        ({ from, to }) => (inside.has(from) && placed.has(to)) || (inside.has(to) && placed.has(from)),
      ).length;
      if (ties > most) [next, most] = [index, ties];
    }
    const [column = []] = rest.splice(next, 1);
    // Boxes that want the same place form a block around it; blocks that would overlap become one.
    const blocks: { wish: number; members: Spot[] }[] = [];
    let before = 0;
    for (const spot of column) {
      const near = lines.flatMap(({ from, to }) =>
        from === spot.id && placed.has(to)
          ? [placed.get(to) ?? 0]
          : to === spot.id && placed.has(from)
            ? [placed.get(from) ?? 0]
            : [],
      );
      const wish = near.length === 0 ? before : near.reduce((sum, y) => sum + y, 0) / near.length;
      before = wish;
      blocks.push({ wish, members: [spot] });
      for (;;) {
        const [above, below] = blocks.slice(-2);
        if (!above || !below) break;
        const step = spot.height + gap;
        const reach = above.wish + ((above.members.length + below.members.length) / 2) * step;
        if (below.wish >= reach) break;
        const count = above.members.length + below.members.length;
        const wished = above.wish * above.members.length + below.wish * below.members.length;
        blocks.splice(-2, 2, { wish: wished / count, members: [...above.members, ...below.members] });
      }
    }
    for (const { wish, members } of blocks)
      for (const [index, { id, height }] of members.entries())
        placed.set(id, wish + (index - (members.length - 1) / 2) * (height + gap));
  }
  return placed;
}
