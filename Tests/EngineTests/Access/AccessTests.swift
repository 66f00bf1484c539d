// Users: rules that are refused as a whole, descriptions that make the same user again, files, and what sessions feel of a change.

import Testing

@testable import UnderstudyEngine

@Suite struct AccessTests {
    private func makeAccess() -> AccessControl {
        let configuration = Configuration()
        return AccessControl(configuration, CommandTable(CommandFamilies.all, of: .redis80))
    }

    /// Rules that a generator picks from, valid in any order but for patterns behind "all".
    private static let rules = [
        "on", "off", "nopass", "resetpass", ">x", ">y", "~a*", "~b", "%R~c", "%W~c", "resetkeys", "&ch*", "&d",
        "resetchannels", "+get", "-get", "+@read", "-@write", "+config|get", "-config", "+select|0", "+@all", "-@all",
        "(+set ~k)", "(%R~x +@read &e)", "clearselectors", "skip-sanitize-payload", "sanitize-payload", "reset",
    ]

    @Test func aDescriptionMakesTheSameUser() throws {
        let access = makeAccess()
        var random = RandomSource(seed: 7)
        for _ in 0..<500 {
            let user = access.makeUser(Array("bob".utf8))
            for _ in 0..<Int.random(in: 0...12, using: &random) {
                let rule = Array(AccessTests.rules.randomElement(using: &random)!.utf8)
                try AccessControl.apply([rule], to: user)
            }
            let again = access.makeUser(Array("bob".utf8))
            try AccessControl.apply(user.rules, to: again)
            #expect(again.description == user.description)
            for line in ["get a1", "get c", "set c 1", "config get x", "select 0", "select 1", "flushall", "set k 1"] {
                let words = StoredArguments(line.split(separator: " ").map { Array($0.utf8) })
                words.withArguments { arguments in
                    let command = CommandTable(CommandFamilies.all, of: .redis80).find(arguments)!
                    let place = DatabasePlace(current: 0, count: 16)
                    #expect(
                        user.denial(of: command, arguments, in: place)?.reason
                            == again.denial(of: command, arguments, in: place)?.reason)
                }
            }
        }
    }

    @Test func aRefusedRuleChangesNothing() throws {
        let access = makeAccess()
        let rules = ["on", ">x", "+get", "nosuch"].map { Array($0.utf8) }
        #expect(throws: RefusedRule.self) { try access.set(Array("bob".utf8), rules) }
        #expect(access.all.count == 1)
    }

    @Test func aFileIsTakenAsAWhole() throws {
        let access = makeAccess()
        let file = Array("user bob on >x ~* +get\n\nuser carl off (+set ~k)\n".utf8)
        let users = try access.users(in: file, path: "/users.acl")
        #expect(users.map { String(decoding: $0.name, as: UTF8.self) } == ["bob", "carl"])
        _ = access.replace(with: users)
        #expect(access.all.count == 3 && access.isOpen)
        let lines = Array(access.lines.joined(separator: [0x0A]))
        _ = access.replace(with: try access.users(in: lines, path: "/users.acl"))
        #expect(Array(access.lines.joined(separator: [0x0A])) == lines)
        let broken = Array("usr bob\nuser b +foo\nuser c (+get\nuser c +foo".utf8)
        do {
            _ = try access.users(in: broken, path: "/u")
            Issue.record("a broken file was taken")
        } catch {
            let expected =
                "/u:1 should start with user keyword followed by the username. /u:2: Error in applying operation '+foo': "
                + "Unknown command or category name in ACL. /u:3: Unmatched parenthesis in selector definition."
                + "WARNING: Duplicate user 'c' found on line 4. WARNING: ACL errors detected, no change to the previously "
                + "active ACL rules was performed"
            #expect(error.reason == expected)
        }
    }

    @Test func permissionsHoldAtOnceAndWithinATransaction() {
        let test = TestEngine()
        let (admin, bob) = (test.connect(), test.connect())
        admin.send("ACL SETUSER bob on nopass ~k* +@all")
        #expect(bob.send("AUTH bob x") == "+OK|")
        #expect(bob.send("SET k 1") == "+OK|")
        bob.send("MULTI")
        #expect(bob.send("GET k") == "+QUEUED|")
        admin.send("ACL SETUSER bob -get")
        #expect(
            bob.send("EXEC")
                == "*1|-NOPERM ACLs rules changed between the moment the transaction was accumulated and the EXEC call. "
                + "This command is no longer allowed for the following reason: no permission to execute the command or "
                + "subcommand|")
        #expect(bob.send("GET k") == "-NOPERM User bob has no permissions to run the 'get' command|")
        admin.send("ACL DELUSER bob")
        #expect(bob.isClosed)
    }

    @Test func refusalsAreLoggedAndGrouped() {
        let test = TestEngine()
        let (admin, bob) = (test.connect(), test.connect())
        admin.send("ACL SETUSER bob on nopass ~k* +get")
        bob.send("AUTH bob x")
        for _ in 0..<3 { bob.send("GET other") }
        bob.send("SET k 1")
        let log = test.engine.access.log.entries
        #expect(log.map(\.count) == [1, 3])
        #expect(log.map(\.reason) == [.command, .key])
        test.advance(milliseconds: 61_000)
        bob.send("GET other")
        #expect(test.engine.access.log.entries.map(\.count) == [1, 1, 3])
    }

    /// What users were given, and how redis 7.0.15 shows it. The order of its single commands is random there.
    private static let shortestForms: [(given: String, shown: String)] = [
        ("+config|get +SET +get -config +config|set +@read -@write -get", "-@all +@read +config|set -get"),
        ("+@all -config|get -client", "+@all -client -config|get"),
        ("-@all +config|get +config -config|set +get", "-@all +config -config|set +get"),
        ("+@read", "-@all +@read"),
        ("+@all -@dangerous", "+@all -@dangerous"),
        ("+@list +get", "-@all +@list +get"),
        ("+@string -get", "-@all +@string -get"),
        (
            "+@read -@hash",
            """
            -@all +@bitmap +@geo +@set +@sortedset -zpopmax +xrevrange +randomkey -zdiffstore -bzmpop \
            +memory|usage -zrem +lindex +getrange +substr +pfcount +ttl +xinfo|groups +xinfo|consumers \
            +xinfo|stream -sadd -zmpop +xpending +dump +strlen -srem +lrange -zrangestore -sinterstore -bitfield \
            -bitop +llen +lpos -zpopmin -smove +xrange -geosearchstore -sunionstore +pexpiretime +lolwut +xlen \
            -bzpopmin +touch -sort +type +scan +expiretime +xread -bzpopmax -georadius +lcs -georadiusbymember \
            +pttl -zremrangebyscore +keys -zremrangebylex +object|freq +object|encoding +object|idletime \
            +object|refcount -geoadd -zremrangebyrank +dbsize -zunionstore -spop -zincrby +mget -zinterstore \
            +get -setbit +exists -sdiffstore -zadd
            """
        ),
        (
            "+@write -@string",
            """
            -@all +@blocking +@hyperloglog +@list +@stream +move +zpopmax -xrevrange +hmset +flushall \
            +zdiffstore +hincrbyfloat +renamenx +zrem -lindex +unlink -sort_ro -pfcount +flushdb +restore \
            -xinfo|groups -xinfo|consumers -xinfo|stream -xinfo|help +sadd +zmpop -xpending +hdel +persist +srem \
            -lrange +zrangestore +sinterstore +bitfield +bitop -llen -lpos +pexpireat +zpopmin +smove \
            +restore-asking +hincrby -xrange +geosearchstore +expireat +sunionstore +function|restore \
            +function|load +function|delete +function|flush -xgroup|help -xlen -xread +georadius +copy \
            -pfselftest +georadiusbymember +zremrangebyscore +swapdb +zremrangebylex +geoadd +rename \
            +zremrangebyrank +del +zunionstore +hset +spop +zincrby +migrate +zinterstore +hsetnx +pexpire \
            +setbit +expire +sdiffstore +zadd
            """
        ),
        ("+@all -config +config|get", "+@all -config +config|get"),
        ("+client -client|kill", "-@all +client -client|kill"),
        ("+@all -@all +get|a +get|b", "-@all +get|a +get|b"),
    ]

    @Test(arguments: shortestForms)
    func redis70ShowsFewRules(given: String, shown: String) throws {
        let access = AccessControl(Configuration(), CommandTable(CommandFamilies.all, of: .redis70))
        let user = access.makeUser(Array("bob".utf8))
        for rule in given.split(separator: " ") { try AccessControl.apply([Array(rule.utf8)], to: user) }
        let words = String(decoding: user.selectors[0].commandDescription, as: UTF8.self).split(separator: " ")
        #expect(words.sorted() == shown.split(separator: " ").sorted())
    }
}
