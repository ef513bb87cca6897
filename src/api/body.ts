/** Reading a body: JSON of at most 64 KB, and nothing else. */
import express, { type RequestHandler } from 'express';
import { refused } from '../protocol/envelope';
import { MESSAGE_MAX_CHARS } from '../protocol/wire';
import { answerRefused } from './answers';

// Any JSON value is read: what a resource takes is the schema's to say.
const parseJson = express.json({ limit: MESSAGE_MAX_CHARS, type: 'application/json', strict: false });

export const refuseOtherMedia: RequestHandler = (req, res, next) => {
  if (req.is('application/json') === false) {
    answerRefused(res, refused('request/unsupported_media'));
    return;
  }
  next();
};

/** For resources that take a body. */
export const jsonBody: RequestHandler[] = [refuseOtherMedia, parseJson];
