import assert from "node:assert/strict";
import { prismaTables, readPrisma } from "../../analyzer/schema/prisma.js";
import { brief } from "./brief.js";

const read = (...files: readonly string[]): readonly (readonly string[])[] =>
  prismaTables(files.map((text, at) => readPrisma(`/p/${at}.prisma`, text))).map(brief);

describe("Prisma schema reader", () => {
  it("reads names, columns and unique sets", () => {
    const schema = `
      generator client { provider = "prisma-client-js"
        previewFeatures = ["partialIndexes", "views"] }
      datasource db { provider = "postgresql"; url = env("URL") }
      enum Role { A @map("a") B }
      /// model Doc { id Int @id }
      model OrderItem {
        id        String   @id(map: "pk") @default(uuid(7)) @db.Uuid // @unique
        userId    String?  @map("user_id")
        user      User?    @relation("x", fields: [userId], references: [id], onDelete: SetNull)
        projectId Int      @unique(map: "pk_project")
        loc       Unsupported("point")?
        role      Role     @default(A)
        tags      String[] @default(["a", "b"])
        g         String   @default(dbgenerated("gen_random_uuid()"))
        s         String   @default("it's { } @id")
        at        DateTime @default(now())
        up        DateTime @updatedAt
        @@unique([userId, projectId(sort: Desc)], map: "x")
        @@unique(name: "tenantSlug", fields: [
          projectId, // a comment
          role,
        ], where: { deleted: false })
        @@index([role])
        @@map("order_items")
      }
      model User { id Int @id @default(autoincrement())
        items OrderItem[] }`;
    assert.deepEqual(read(schema), [
      [
        "order_items =OrderItem =orderItem",
        "id~random userId:user_id? projectId loc? role~constant tags~constant g~random s~constant at~clock up~clock",
        "primary (id) named pk",
        "unique (projectId) named pk_project",
        "unique (user_id,projectId) null user_id named x key userId_projectId",
        "unique (projectId,role) where { deleted: false } key tenantSlug",
      ],
      ["User =User =user", "id~sequence", "primary (id)"],
    ]);
  });

  it("reads ZenStack's models, with what they extend", () => {
    const base = `import "./x"
      abstract model Base { id String @id @default(cuid()) @@allow('all', auth() == this) }
      type Slugged { slug String @map('the_slug')
        @@unique([slug]) }`;
    const models = `plugin policy { provider = '@zenstackhq/plugin-policy' }
      model Post extends Base with Slugged, Dated { title String @length(1, 64) @unique
        @@map('posts') @@deny('update', future().title != '}') }
      type Dated { at DateTime @default(now()) }
      procedure count(by: String): Int`;
    const tables = prismaTables([readPrisma("/p/base.zmodel", base), readPrisma("/p/schema.zmodel", models)]);
    assert.deepEqual(tables.map(brief), [
      [
        "posts =Post =post",
        "id~random slug:the_slug at~clock title",
        "primary (id)",
        "unique (the_slug) key slug",
        "unique (title)",
      ],
    ]);
    assert.deepEqual(
      tables[0]?.uniques.map(({ site }) => site.file),
      ["/p/base.zmodel", "/p/base.zmodel", "/p/schema.zmodel"],
    );
    // What version 2 generated of them is the same model.
    const generated = readPrisma("/p/schema.prisma", "model Post { id String @id }");
    const both = prismaTables([readPrisma("/p/schema.zmodel", models), generated]);
    assert.deepEqual(both.map(brief), [["Post =Post =post", "id", "primary (id)"]]);
  });

  it("knows relations to models of other files", () => {
    const tables = prismaTables([
      readPrisma(
        "/p/a.prisma",
        'model A {\n id Int\n bId Int @map("b_id")\n b B @relation(fields: [bId], references: [id])\n @@id([id, bId], name: "pk")\n}',
      ),
      readPrisma("/p/b.prisma", "model B {\n id Int @id\n as A[]\n}"),
    ]);
    assert.deepEqual(tables[0] && brief(tables[0]), ["A =A =a", "id bId:b_id", "primary (id,b_id) key pk"]);
    assert.deepEqual(tables[0]?.relations, [{ property: "b", columns: ["b_id"], target: "B", references: ["id"] }]);
  });

  it("keeps the database schema in the name", () => {
    assert.equal(read('model A {\n id Int @id\n @@schema("billing")\n @@map("as")\n}')[0]?.[0], "billing.as =A =a");
  });

  it("reads what it can of a schema that is being typed", () => {
    assert.deepEqual(read("model A {\n id Int @id\n b String @unique("), [
      ["A =A =a", "id b", "primary (id)", "unique (b)"],
    ]);
    assert.deepEqual(read("model\n\nmodel B {\n id Int @id\n}"), [["B =B =b", "id", "primary (id)"]]);
    assert.deepEqual(read("model A { @@unique([]) @@ @ }"), [["A =A =a", ""]]);
  });

  it("gives the site of the attribute", () => {
    const text = "model A {\n  id Int @id\n  @@unique([id])\n}";
    const sites = prismaTables([readPrisma("/p.prisma", text)])[0]?.uniques.map(
      ({ site }) => `${site.line}:${site.column} ${text.slice(site.start, site.end)}`,
    );
    assert.deepEqual(sites, ["2:10 @id", "3:3 @@unique([id])"]);
  });
});
