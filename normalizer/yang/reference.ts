/** The reference page of a module, made of the module's own words. */
import { all, one, parse, type Statement } from './statement';

/** Makes the page, in Markdown, of the module's text. */
export function reference(text: string): string {
  const module = parse(text);
  const [revision] = all(module, 'revision');
  return [
    `# Module ${module.argument}`,
    `<!-- Made by \`npm run reference -w normalizer\` of normalizer/yang/${module.argument}.yang. -->`,
    one(module, 'description') ?? '',
    `Revision ${revision?.argument ?? ''}. ${(revision && one(revision, 'description')) ?? ''}`,
    `Namespace \`${one(module, 'namespace') ?? ''}\`, prefix \`${one(module, 'prefix') ?? ''}\`.`,
    '## Nodes',
    table(['node', 'type', 'units', 'needed', 'what it is'], nodes(module)),
    '## Types',
    ...all(module, 'typedef').flatMap(type),
  ]
    .join('\n\n')
    .concat('\n');
}

/** The leaves of the module by their paths, and which of them are mandatory. */
export function nodesOf(text: string): readonly { readonly path: string; readonly mandatory: boolean }[] {
  return nodes(parse(text)).map(([path = '', , , needed]) => ({
    path: path.replaceAll('`', ''),
    mandatory: needed === 'yes',
  }));
}

/** A row for each node: those of the module's own root, and those that it adds to another module's. */
function nodes(module: Statement): string[][] {
  const groupings = new Map(all(module, 'grouping').map((grouping) => [grouping.argument, grouping]));
  const own = all(module, 'container').flatMap((container) => rows(container, '', groupings));
  const added = all(module, 'augment').flatMap(({ argument, substatements }) => {
    const path = argument.slice(1).replaceAll(/[\w-]+:/g, '');
    return substatements
      .filter(isNode)
      .map((node) => ({ ...node, argument: `${module.argument}:${node.argument}` }))
      .flatMap((node) => rows(node, path, groupings));
  });
  return [...own, ...added];
}

/** A row for a node, and those of the nodes within. */
function rows(node: Statement, path: string, groupings: ReadonlyMap<string, Statement>): string[][] {
  const here = path === '' ? node.argument : `${path}/${node.argument}`;
  const within = node.substatements.flatMap((substatement) => {
    if (substatement.keyword === 'uses') {
      const used = groupings.get(substatement.argument)?.substatements ?? [];
      return used.filter(isNode).flatMap((inner) => rows(inner, here, groupings));
    }
    return isNode(substatement) ? rows(substatement, here, groupings) : [];
  });
  const needed =
    node.keyword === 'list' ? `key ${one(node, 'key') ?? ''}` : one(node, 'mandatory') ? 'yes' : '';
  const row = [`\`${here}\``, typeOf(node), one(node, 'units') ?? '', needed, one(node, 'description') ?? ''];
  return [row, ...within];
}

const isNode = ({ keyword }: Statement) => ['container', 'list', 'leaf', 'leaf-list'].includes(keyword);

function typeOf(node: Statement): string {
  const [definition] = all(node, 'type');
  if (definition === undefined) {
    return node.keyword;
  }
  const limit = one(definition, 'range') ?? one(definition, 'pattern');
  const name = node.keyword === 'leaf-list' ? `list of ${definition.argument}` : definition.argument;
  return limit === undefined ? name : `${name}, ${limit}`;
}

/** A section for a type: its range, or its names. */
function type(typedef: Statement): string[] {
  const [whole] = all(typedef, 'type');
  // Of a union, the names are in the first member, and the others are for numbers without one.
  const [definition] = whole?.argument === 'union' ? all(whole, 'type') : [whole];
  const enums = definition ? all(definition, 'enum') : [];
  const bits = definition ? all(definition, 'bit') : [];
  const named = enums.filter(({ argument }) => !argument.startsWith('unassigned-'));
  const names = [
    ...named.map((member) => [one(member, 'value') ?? '', `\`${member.argument}\``]),
    ...bits.map((member) => [one(member, 'position') ?? '', `\`${member.argument}\``]),
  ];
  const others =
    enums.length > named.length ? ['Every other number from 0 to 255 is `unassigned-` and the number.'] : [];
  return [
    `### ${typedef.argument}`,
    `${one(typedef, 'description') ?? ''} Type ${typeOf(typedef)}.`,
    ...(names.length > 0 ? [table([bits.length > 0 ? 'bit' : 'number', 'name'], names)] : []),
    ...others,
  ];
}

/** A table whose columns line up, as the formatter would have it. */
export function table(head: readonly string[], body: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) =>
    Math.max(3, ...[head, ...body].map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}
