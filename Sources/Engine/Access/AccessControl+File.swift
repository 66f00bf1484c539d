// The ACL file: a line `user NAME RULE...` for each user, as ACL LIST shows them. It is taken as a whole or not at all.

/// Why an ACL file is refused: the complaints about all of its lines.
struct AccessFileError: Error {
    let reason: String
}

extension AccessControl {
    /// The users that `text` describes. The default user is among them only if it has a line.
    func users(in text: [UInt8], path: String) throws(AccessFileError) -> [User] {
        var users: [User] = []
        var complaints = ""
        let lines = text.split(separator: 0x0A, omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let line = ConfigurationText.trimmed(line)
            if line.isEmpty { continue }
            let words = line.split(separator: 0x20, omittingEmptySubsequences: false).map(Array.init)
            let place = "\(path):\(index + 1)"
            guard words[0] == Array("user".utf8), words.count > 1 else {
                complaints += "\(place) should start with user keyword followed by the username. "
                continue
            }
            let name = words[1]
            if users.contains(where: { $0.name == name }) {
                complaints +=
                    "WARNING: Duplicate user '\(String(decoding: name, as: UTF8.self))' found on line \(index + 1). "
                continue
            }
            let user = makeUser(name)
            users.append(user)
            do throws(UnmatchedParenthesis) {
                complaints += AccessControl.complaints(
                    about: try AccessControl.merging(Array(words.dropFirst(2))), of: user, place)
            } catch {
                complaints += "\(place): Unmatched parenthesis in selector definition."
            }
        }
        guard complaints.isEmpty else {
            throw AccessFileError(
                reason: complaints
                    + "WARNING: ACL errors detected, no change to the previously active ACL rules was performed")
        }
        return users
    }

    /// What is wrong with a user's rules: every unknown command, and otherwise the first mistake, since it may have caused the others.
    private static func complaints(about rules: [[UInt8]], of user: User, _ place: String) -> String {
        var complaints = ""
        var isMistaken = false
        for rule in rules {
            let rule = ConfigurationText.trimmed(rule[...])
            do throws(AccessRuleError) {
                if rule.isEmpty { throw .syntax }
                try rule.withBytes { bytes throws(AccessRuleError) in try user.apply(bytes) }
            } catch {
                if error.reason == AccessRuleError.unknownCommand.reason {
                    let word = String(decoding: rule, as: UTF8.self)
                    complaints += "\(place): Error in applying operation '\(word)': \(error.reason). "
                } else if !isMistaken {
                    complaints += "\(place): \(error.reason). "
                    isMistaken = true
                }
            }
        }
        return complaints
    }

    /// The lines of all users, as ACL LIST shows them and ACL SAVE writes them.
    var lines: [[UInt8]] { all.map { Array("user ".utf8) + $0.name + [0x20] + $0.description } }
}

extension User {
    /// Rules that make a fresh user like this one.
    var rules: [[UInt8]] {
        let words = description.split(separator: 0x20).map(Array.init)
        return (try? AccessControl.merging(words)) ?? words
    }
}
