// Checks of values beyond their type, with the texts of the refusals.
//
// What this server cannot do, and what somebody would rely on, is refused here rather than accepted and not done.

/// Checks of directives' values: each returns why a value is refused, or nil.
enum DirectiveChecks {
    static let shutdownWords = ["default", "save", "nosave", "now", "force"]

    static let shutdown: Directive.Check<Int> = { words in
        words & 0b11 == 0b11 ? "shutdown options SAVE and NOSAVE can't be used simultaneously" : nil
    }

    static func activeDefragmentation(_ server: String, _ source: String) -> Directive.Check<Bool> {
        return { isOn in
            guard isOn else { return nil }
            return
                "Active defragmentation cannot be enabled: it requires a \(server) compiled with a modified Jemalloc "
                + "like the one shipped by default with the \(source) distribution"
        }
    }

    static let clusterMode: Directive.Check<Bool> = { $0 ? "this server has no cluster mode" : nil }

    static let tlsPort: Directive.Check<Int> = {
        $0 == 0 ? nil : "Unable to update TLS configuration. Check server logs."
    }

    /// The only locales are those that compare bytes.
    static let locale: Directive.Check<[UInt8]> = { name in
        ["", "C", "POSIX"].contains { Array($0.utf8) == name } ? nil : "Invalid locale name"
    }

    static func fileName(_ directive: String, _ noun: String = "filename") -> Directive.Check<[UInt8]> {
        return { $0.contains(UInt8(ascii: "/")) ? "\(directive) can't be a path, just a \(noun)" : nil }
    }

    static func requiredFileName(_ directive: String, _ noun: String) -> Directive.Check<[UInt8]> {
        let isPlain = fileName(directive, noun)
        return { $0.isEmpty ? "\(directive) can't be empty" : isPlain($0) }
    }

    static let hostName: Directive.Check<[UInt8]> = { name in
        if name.count >= 256 { return "Hostnames must be less than 256 characters" }
        let isValid = name.allSatisfy { byte in
            byte.lowercased &- 0x61 < 26 || byte &- 0x30 < 10 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
        }
        return isValid ? nil : "Hostnames may only contain alphanumeric characters, hyphens or dots"
    }

    private static let inNoName = Array("!#$%&()*+;<>?@[]^{|}~".utf8)

    static let nodeName = without(inNoName + Array(":".utf8))
    /// What valkey 8.1 lets a node be called.
    static let valkeyNodeName = without(inNoName)
    /// What valkey 9.1 lets it.
    static let strictNodeName = without(inNoName + Array("\"',=\\\u{7f}".utf8) + (1...32))

    private static func without(_ refused: [UInt8]) -> Directive.Check<[UInt8]> {
        return { name in
            name.contains { refused.contains($0) } ? "Announced human node name contained invalid character" : nil
        }
    }

    static let rdma: Directive.Check<[UInt8]> = { _ in "No RDMA building support." }

    static func address(_ isAddress: @escaping @Sendable ([UInt8]) -> Bool, _ noun: String) -> Directive.Check<[UInt8]>
    {
        return { $0.isEmpty || isAddress($0) ? nil : "Invalid \(noun) address" }
    }

    static let notEmpty: @Sendable (String) -> Directive.Check<[UInt8]> = { name in
        { $0.isEmpty ? "\(name) can't be empty" : nil }
    }

    /// A template of the process's title: its variables are known and what they make is not blank.
    static let processTitle: Directive.Check<[UInt8]> = { template in
        isTitleTemplate(template) ? nil : "template format is invalid or contains unknown variables"
    }

    /// `{{` is a brace. The variables that may be empty count for nothing.
    private static func isTitleTemplate(_ template: [UInt8]) -> Bool {
        var rest = template[...]
        var hasText = false
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "{") else {
                hasText = hasText || byte != UInt8(ascii: " ")
                continue
            }
            if rest.first == byte {
                rest.removeFirst()
                hasText = true
                continue
            }
            guard let end = rest.firstIndex(of: UInt8(ascii: "}")) else { return false }
            switch String(decoding: rest[..<end], as: UTF8.self) {
            case "listen-addr", "port", "tls-port", "config-file": hasText = true
            case "title", "server-mode", "unixsocket": break
            default: return false
            }
            rest = rest[(end + 1)...]
        }
        return hasText
    }
}
