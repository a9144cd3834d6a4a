/** `npm run normalizer`: the normaliser from its sources, by the name that its container has. */
import '../normalizer/src/main';
