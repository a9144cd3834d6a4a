/** `npm run normalizer`: the normaliser from its sources, by the name that its container has. */

async function main(): Promise<void> {
  // What the normaliser itself loads by `import()` isn't found by what finds the rest of the commands here.
  const { register } = await import('tsx/esm/api');
  register();
  await import('../normalizer/src/main');
}

void main();
