import assert from "node:assert/strict";
import { mikroOrmTables, readMikroOrm } from "../../analyzer/schema/mikro-orm.js";
import { brief, source } from "./brief.js";

const read = (...files: readonly string[]): readonly (readonly string[])[] =>
  mikroOrmTables(files.flatMap((text, at) => readMikroOrm(source(text, `/app/${at}.ts`)) ?? [])).map(brief);

describe("MikroORM entity reader", () => {
  it("reads decorated entities with their base class and relations", () => {
    const base = `import { PrimaryKey, Property } from "@mikro-orm/core";
      export abstract class Base { @PrimaryKey() id: string = v4(); @Property({ onCreate: () => new Date() }) createdAt = new Date(); }`;
    const order = `import { Entity, ManyToOne, OneToOne, Property, Unique, PrimaryKey } from "@mikro-orm/core";
      import { Base } from "./0.js";
      @Entity({ tableName: "orders" })
      @Unique({ properties: ["shop", "orderNumber"], name: "one_each" })
      export class Order extends Base {
        @Property({ unique: true, fieldName: "ref" }) reference!: string;
        @Property() orderNumber!: number;
        @Property({ nullable: true }) @Unique() coupon?: string;
        @ManyToOne(() => Shop) shop!: Shop;
        @OneToOne({ entity: () => Invoice, nullable: true }) invoice?: Invoice;
        @OneToOne(() => Review, { mappedBy: "order" }) review?: Review;
      }`;
    assert.deepEqual(read(base, order), [
      [
        "orders =Order",
        "id~random createdAt:created_at~clock reference:ref orderNumber:order_number coupon? shop_id invoice_id?",
        "primary (id)",
        "unique (ref)",
        "unique (coupon) null coupon",
        "unique (invoice_id) null invoice_id",
        "unique (shop_id,order_number) named one_each",
      ],
    ]);
  });

  it("reads the decorators of version 7, and what makes a value of a defined entity", () => {
    const legacy = `import { Entity, PrimaryKey, Property, Unique } from "@mikro-orm/decorators/legacy";
      @Entity() @Unique({ properties: ["owner"] }) class Vault { @PrimaryKey() id!: number; @Property() owner!: string; }`;
    const standard = `import { Entity, PrimaryKey, Property } from "@mikro-orm/decorators/es";
      @Entity() class Safe { @PrimaryKey({ type: "number" }) id!: number; @Property({ unique: true }) code!: string; }`;
    const defined = `import { defineEntity } from "@mikro-orm/core";
      const EntrySchema = defineEntity({ name: "Entry", properties: (p) => ({ id: p.bigint().primary().autoincrement(),
        key: p.uuid().onCreate(() => randomUUID()).unique(), at: p.datetime().defaultRaw("now()"), kind: p.string().default("x") }) });
      export class Entry extends EntrySchema.class {}`;
    assert.deepEqual(read(legacy, standard, defined), [
      ["vault =Vault", "id~sequence owner", "primary (id)", "unique (owner)"],
      ["safe =Safe", "id~sequence code", "primary (id)", "unique (code)"],
      ["entry =Entry", "id~sequence key~random at~clock kind~constant", "primary (id)", "unique (key)"],
    ]);
  });

  it("reads entity schemas and defined entities", () => {
    const schema = `import { EntitySchema } from "@mikro-orm/core";
      export const BookSchema = new EntitySchema<Book>({
        name: "Book", tableName: "books", uniques: [{ properties: ["title", "year"] }],
        properties: { id: { type: "number", primary: true }, isbn: { type: "string", unique: true }, title: { type: "string" },
          year: { type: "number", nullable: true }, tags: { kind: "m:n", entity: "Tag" } },
      });`;
    const defined = `import { defineEntity, p } from "@mikro-orm/core";
      export const Account = defineEntity({ name: "Account", uniques: [{ properties: ["tenant", "email"] }],
        properties: { id: p.integer().primary(), email: p.string().unique(), tenant: p.string().nullable() } });`;
    assert.deepEqual(read(schema, defined), [
      ["books =Book", "id~sequence isbn title year?", "primary (id)", "unique (isbn)", "unique (title,year) null year"],
      [
        "account =Account",
        "id~sequence email tenant?",
        "primary (id)",
        "unique (email)",
        "unique (tenant,email) null tenant",
      ],
    ]);
  });
});
