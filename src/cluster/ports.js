"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.Fault = void 0;
/** The world failed. Thrown by stores, caught at the edges and in the owner only. */
class Fault extends Error {
    code;
    outcome;
    constructor(options) {
        super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
        this.name = 'Fault';
        this.code = options.code;
        this.outcome = options.outcome;
    }
}
exports.Fault = Fault;
