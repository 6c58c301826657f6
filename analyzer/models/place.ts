/**
 * Where something stands in a call: an argument, optionally a property path in it, or an earlier link of a call chain.
 * With `generic` and `argument` both given, the type argument is tried first.
 */
export interface Place {
  /** Index of the argument; negative counts from the end. */
  readonly argument?: number;
  /** Property path in the argument, dots between. Header names match case-insensitively. */
  readonly property?: string;
  /**
   * Name of another call in the chain whose argument is meant (`insert` in `db.insert(t).values(v)`); `""` is a bare call
   * (`knex("t")`). Without `argument` the call itself is meant: that it is there. Several names mean any of them.
   */
  readonly link?: string | readonly string[];
  /** The n-th segment after `#` (`order` in `PrismaClient#order.create` is 0). */
  readonly segment?: number;
  /** The n-th type argument of the receiver's type (`Repository<Order>`). */
  readonly generic?: number;
  /** A fixed text. */
  readonly text?: string;
  /** In `where`: what stands there is the value of this column (`findById(id)`). */
  readonly column?: string;
  /** The project's own class that the receiver is or is an instance of (`class Order extends BaseEntity`); `generic` stands in when there is none. */
  readonly owner?: boolean;
  /** The record that the method is called on (`order.save()`): what was set on it since it was read. */
  readonly record?: boolean;
}

/** What has to hold at a call for a model to apply. */
export interface Condition {
  readonly place: Place;
  /** Literal that must stand there (case-insensitive text), or any value when absent. */
  readonly equals?: string | number | boolean;
  /** A regular expression, case-insensitive, that the text written there (of an object any of its members'), or the path of a library's value or the text that it was made of, must match somewhere. */
  readonly pattern?: string;
  /** The pattern is tried on the text that stands there and, on a line of its own, that of this place (`{…}` where nobody can say it). */
  readonly beside?: Place;
  /** The argument or any after it (`redis.set(key, value, "EX", 60, "NX")`). */
  readonly orLater?: boolean;
  /** Nothing may stand there. */
  readonly absent?: boolean;
  /** An object must stand there of which every member is known: what is absent in it is not sent. */
  readonly whole?: boolean;
  /** A template must stand there: the call is a tagged template. */
  readonly template?: boolean;
  /** The call that made the library's value there must have been given so many arguments: none in `orders.doc()`. */
  readonly given?: number;
  /** A value of this library with this path must stand there, alone, in a list, or in what another call of the library made of it. */
  readonly path?: string;
}
