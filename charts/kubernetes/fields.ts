/** How what several people say of one field becomes one: nothing where nobody says anything. */

/** The maps, the later over the earlier; nothing, where none has a member. */
export function merged<Map extends object>(...maps: readonly (Map | undefined)[]): Map | undefined {
  const all = Object.assign({}, ...maps) as Map;
  return Object.keys(all).length === 0 ? undefined : all;
}

/** The lists one after the other; nothing, where none has an item. */
export function joined<Item>(...lists: readonly (readonly Item[] | undefined)[]): Item[] | undefined {
  const all = lists.flatMap((list) => list ?? []);
  return all.length === 0 ? undefined : all;
}

/** Only what there is: an absent field isn't written. */
export function present<Fields extends object>(
  fields: Fields,
): { readonly [Field in keyof Fields]?: Exclude<Fields[Field], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as ReturnType<
    typeof present<Fields>
  >;
}
