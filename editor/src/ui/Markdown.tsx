// Help texts: headings, paragraphs, lists, code, bold, links. HTML in the text is shown as text.
import { Anchor, Code, List, Text } from "@mantine/core";
import type { ReactNode } from "react";

export function Markdown({ text }: { text: string }) {
  return <div>{blocksOf(text).map((block) => renderBlock(block))}</div>;
}

type Block =
  | { kind: "heading" | "paragraph" | "code"; text: string; at: number }
  | { kind: "list"; items: string[]; at: number };

function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? "";
    const start = at;
    if (line.startsWith("```")) {
      at = seek(lines, at + 1, (next) => next.startsWith("```"));
      blocks.push({ kind: "code", text: lines.slice(start + 1, at).join("\n"), at: start });
      at += 1;
    } else if (/^\s*[-*] /.test(line)) {
      at = seek(lines, at, (next) => !/^\s*[-*] /.test(next));
      blocks.push({
        kind: "list",
        items: lines.slice(start, at).map((item) => item.replace(/^\s*[-*] /, "")),
        at: start,
      });
    } else if (/^#{1,6} /.test(line)) {
      blocks.push({ kind: "heading", text: line.replace(/^#+ /, ""), at: start });
      at += 1;
    } else if (line.trim() === "") {
      at += 1;
    } else {
      at = seek(lines, at + 1, (next) => next.trim() === "" || /^(```|#{1,6} |\s*[-*] )/.test(next));
      blocks.push({ kind: "paragraph", text: lines.slice(start, at).join(" "), at: start });
    }
  }
  return blocks;
}

function seek(lines: string[], from: number, stop: (line: string) => boolean): number {
  let at = from;
  while (at < lines.length && !stop(lines[at] ?? "")) at += 1;
  return at;
}

function renderBlock(block: Block): ReactNode {
  switch (block.kind) {
    case "heading":
      return (
        <Text key={block.at} fw={650} size="sm" mt="md" mb={4}>
          {inline(block.text)}
        </Text>
      );
    case "code":
      return (
        <Code key={block.at} block className="oc-mono" my="xs">
          {block.text}
        </Code>
      );
    case "list":
      return (
        <List key={block.at} size="sm" my="xs">
          {block.items.map((item) => (
            <List.Item key={item}>{inline(item)}</List.Item>
          ))}
        </List>
      );
    case "paragraph":
      return (
        <Text key={block.at} size="sm" my="xs">
          {inline(block.text)}
        </Text>
      );
  }
}

const INLINE = /(`[^`]+`|\*\*[^*]+\*\*|\[[^\]]+\]\(https?:[^)\s]+\))/;

/** A single line of help: code, bold and links, no blocks. */
export function inline(text: string): ReactNode[] {
  return text.split(INLINE).map((piece, index) => {
    const key = `${index}:${piece}`;
    if (piece.startsWith("`") && piece.length > 2) return <InlineCode key={key} text={piece.slice(1, -1)} />;
    if (piece.startsWith("**") && piece.length > 4) return <strong key={key}>{piece.slice(2, -2)}</strong>;
    const link = /^\[([^\]]+)\]\((https?:[^)\s]+)\)$/.exec(piece);
    if (!link) return piece;
    return (
      <Anchor key={key} href={link[2]} target="_blank" rel="noreferrer" size="sm">
        {link[1]}
      </Anchor>
    );
  });
}

const UNBROKEN = 32;

/** A short piece of code stays on one line. */
function InlineCode({ text }: { text: string }) {
  return <Code style={text.length < UNBROKEN ? { whiteSpace: "nowrap" } : undefined}>{text}</Code>;
}
