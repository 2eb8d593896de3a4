// Flows of a size: rows of commands, one after the other.

const WIDE = 40;

export function largeFlow(count) {
  const nodes = Array.from({ length: count }, (_, index) => ({
    id: `n${index}`,
    type: index === 0 ? "flow.start" : "shell.command",
    x: (index % WIDE) * 280,
    y: Math.floor(index / WIDE) * 120,
    config: index === 0 ? {} : { command: `echo ${index}` },
  }));
  const wires = nodes.slice(1).map((item, index) => ({ id: `w${index}`, source: nodes[index].id, target: item.id }));
  return { format: "opsconductor.flow/1", name: `Flow of ${count}`, nodes, wires };
}
