import assert from "node:assert/strict";
import { readTypeorm, typeormTables } from "../../analyzer/schema/typeorm.js";
import { brief, source } from "./brief.js";

const tables = (...files: readonly string[]) =>
  typeormTables(files.flatMap((text, at) => readTypeorm(source(text, `/app/${at}.ts`)) ?? []));
const read = (...files: readonly string[]): readonly (readonly string[])[] => tables(...files).map(brief);

const ORM = 'import { Entity, Column, Index, Unique } from "typeorm";\n';

describe("TypeORM entity reader", () => {
  it("reads names, columns and unique sets", () => {
    const entity = `${ORM} @Entity("orders")
      @Unique("uq", ["tenant", "slug"]) @Unique(["a", "b"]) @Unique((e) => [e.a])
      @Index(["slug"], { unique: true, where: "deleted_at IS NULL" }) @Index("named", ["a"], { unique: true }) @Index(["b"])
      export class Order {
        @PrimaryGeneratedColumn("uuid") id!: string;
        @Column({ name: "tenant_id" }) tenant!: string;
        @Column("varchar", { unique: true, nullable: true }) slug?: string;
        @Column() @Index({ unique: true }) a!: string;
        @Column() @Unique() b!: string;
        @Column({ default: () => "now()" }) at!: Date;
        @CreateDateColumn() made!: Date;
        @DeleteDateColumn() gone?: Date;
        @Column() @Generated("increment") seq!: number;
        notAColumn = 1;
      }`;
    assert.deepEqual(read(entity), [
      [
        "orders =Order",
        "id~random tenant:tenant_id slug? a b at~clock made~clock gone? seq~sequence",
        "primary (id)",
        "unique (slug) null slug",
        "unique (a)",
        "unique (b)",
        "unique (tenant_id,slug) null slug named uq",
        "unique (a,b)",
        "unique (a)",
        "unique (slug) null slug where deleted_at IS NULL",
        "unique (a) named named",
      ],
    ]);
  });

  it("names tables as TypeORM does", () => {
    const names = `${ORM} @Entity() class OrderItem { @PrimaryColumn() id!: string }
      @Entity({ name: "x", schema: "billing" }) class Y { @PrimaryColumn() id!: string }
      @Entity() class HTTPCall { @PrimaryColumn() id!: string }`;
    assert.deepEqual(
      read(names).map((table) => table[0]),
      ["order_item =OrderItem", "billing.x =Y", "http_call =HTTPCall"],
    );
  });

  it("gives relations their join columns", () => {
    const entity = `${ORM} @Entity() @Unique(["user", "slug"]) class Post {
      @PrimaryGeneratedColumn() id!: number;
      @Column() slug!: string;
      @ManyToOne(() => User, (user) => user.posts, { nullable: false }) @JoinColumn({ name: "author_id" }) user!: User;
      @ManyToOne("Team") team!: Team;
      @OneToOne(() => Meta) @JoinColumn() meta!: Meta;
      @OneToOne(() => Other, (other) => other.post) other!: Other;
      @OneToMany(() => Comment, (comment) => comment.post) comments!: Comment[];
    }`;
    assert.deepEqual(read(entity), [
      [
        "post =Post",
        "id~sequence slug author_id teamId? metaId?",
        "primary (id)",
        "unique (metaId) null metaId",
        "unique (author_id,slug)",
      ],
    ]);
    assert.deepEqual(tables(entity)[0]?.relations?.[0], {
      property: "user",
      columns: ["author_id"],
      target: "User",
      references: ["id"],
    });
  });

  it("inherits the columns of base classes, also from other files", () => {
    const base = `${ORM} export abstract class Base { @PrimaryGeneratedColumn("uuid") id!: string; @Column({ unique: true }) key!: string }`;
    const mid =
      'import { Base } from "./0.js"; import { Column } from "typeorm"; export abstract class Mid extends Base { @Column() m!: string }';
    const entity = `${ORM} import { Mid as Parent } from "./1.js"; @Entity() export class Leaf extends Parent { @Column() own!: string; @Column({ unique: false }) key!: string }`;
    assert.deepEqual(read(entity, mid, base), [["leaf =Leaf", "id~random key m own", "primary (id)"]]);
  });

  it("puts the children of a single-table entity into its table", () => {
    const entity = `${ORM} @Entity("content") class Content { @PrimaryGeneratedColumn() id!: number }
      @ChildEntity() class Photo extends Content { @Column({ unique: true }) size!: string }`;
    assert.deepEqual(read(entity)[1], ["content =Photo", "id~sequence size", "primary (id)", "unique (size)"]);
  });

  it("applies the snake-case naming strategy", () => {
    const config =
      'import { SnakeNamingStrategy } from "typeorm-naming-strategies"; new DataSource({ namingStrategy: new SnakeNamingStrategy() });';
    const entity = `${ORM} @Entity() @Unique(["orderId"]) class A { @PrimaryColumn() orderId!: string; @ManyToOne(() => B) owner!: B }`;
    assert.deepEqual(read(config, entity), [
      ["a =A", "orderId:order_id owner_id?", "primary (order_id)", "unique (order_id)"],
    ]);
  });

  it("reads entity schemas", () => {
    const schema = `import { EntitySchema } from "typeorm"; export const Order = new EntitySchema({ name: "Order", tableName: "orders",
      columns: { id: { type: "uuid", primary: true, generated: "uuid" }, key: { type: String, name: "order_key", unique: true }, n: { type: Number, nullable: true } },
      uniques: [{ name: "u", columns: ["key", "n"] }], indices: [{ columns: ["n"], unique: true, where: "n > 0" }, { columns: ["n"] }] });`;
    assert.deepEqual(read(schema), [
      [
        "orders =Order",
        "id~random key:order_key n?",
        "primary (id)",
        "unique (order_key)",
        "unique (order_key,n) null n named u",
        "unique (n) null n where n > 0",
      ],
    ]);
  });

  it("reads the relations of entity schemas that own their columns", () => {
    const schema = `import { EntitySchema } from "typeorm"; export const Bill = new EntitySchema({ name: "Bill",
      columns: { id: { type: Number, primary: true, generated: true } },
      relations: {
        order: { type: "one-to-one", target: "Order", joinColumn: { name: "order_id" }, nullable: false },
        shop: { type: "many-to-one", target: Shop },
        receipt: { type: "one-to-one", target: "Receipt", inverseSide: "bill" },
      } });`;
    assert.deepEqual(read(schema), [
      ["bill =Bill", "id~sequence order_id shopId?", "primary (id)", "unique (order_id)"],
    ]);
  });

  it("leaves classes of other libraries alone", () => {
    assert.equal(
      readTypeorm(source('import { Entity } from "@mikro-orm/core"; @Entity() class A { @Column() a }')),
      undefined,
    );
  });
});
