// The edge: turns an error into an answer. People get a page in their language, programs get RFC 9457
// problem details, the log gets the cause. A refusal is one line; the unexpected is logged whole.
import type { ErrorRequestHandler, Response } from 'express';
import { errorPage } from '../../views/errors/error.ts';
import { AppError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import { contextOf } from './context.ts';

/** Errors that Express and its parsers throw carry a status; ours carry a code. */
function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const { status, type } = error as { status?: number; type?: string };
  if (status === 413) return new AppError('request.too-large', { cause: error });
  if (status === 415) return new AppError('request.unsupported-media-type', { cause: error });
  if (type === 'entity.parse.failed' || (status !== undefined && status >= 400 && status < 500))
    return new AppError('request.malformed', { cause: error });
  return new AppError('internal', { cause: error });
}

function sendError(res: Response, error: AppError): void {
  const context = contextOf(res);
  const sentence = context.t.errors[error.code](error.params);
  res.status(error.status);
  if (error.params['seconds'] !== undefined)
    res.set('Retry-After', String(error.params['seconds']));
  if (res.req.accepts(['html', 'json']) === 'json') {
    res.type('application/problem+json').send(
      JSON.stringify({
        type: 'about:blank',
        title: sentence,
        status: error.status,
        code: error.code,
        instance: `urn:request:${context.requestId}`,
      }),
    );
    return;
  }
  res.type('html').send(errorPage(context, { status: error.status, sentence }).text);
}

export function errorHandler(logger: Logger): ErrorRequestHandler {
  return (raw: unknown, _req, res, next) => {
    if (res.headersSent) return next(raw);
    const error = asAppError(raw);
    res.locals['errorCode'] = error.code;
    if (error.code === 'internal')
      logger.error({ err: error.cause, requestId: contextOf(res).requestId }, 'unexpected error');
    sendError(res, error);
  };
}
