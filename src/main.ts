// `npm start`: the product in production. Reads the environment and nothing else.
import { serve } from './cli/serving.ts';
import { environment } from './config.ts';

await serve(environment);
