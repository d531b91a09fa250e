/** One function of src/errors that makes a problem. */
export interface ErrorCode {
  code: string;
  /** With … where values stand. */
  message: string;
  hint: string | undefined;
  file: string;
}

export function errorCodes(): ErrorCode[];
export function errorsPage(): string;
