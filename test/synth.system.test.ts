/** `npm run synth` where the disk is full: a small file system that only the run sees. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

test('a full disk is told in one line, and what was there stays', () => {
  const folder = mkdtempSync(join(tmpdir(), 'full-'));
  try {
    const script = [
      `mount -t tmpfs -o size=2m none ${folder}`,
      `npm run -s synth -- --environment compact --output ${folder}/dist > /dev/null`,
      `head -c 1700k /dev/zero > ${folder}/other || true`,
      `status=0; npm run -s synth -- --output ${folder}/dist || status=$?`,
      `rm ${folder}/other; ls -A ${folder} ${folder}/dist`,
      'exit $status',
    ].join('\n');
    const { status, stdout, stderr } = spawnSync('unshare', ['--mount', 'bash', '-eu', '-c', script], {
      encoding: 'utf8',
    });
    expect(stderr).toMatch(/^(\S+: )?no space left on the disk\n$/);
    expect(status).toBe(1);
    expect(stdout).toBe(`${folder}:\ndist\n\n${folder}/dist:\ncompact\nhosts\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
