// ReadyFile: how whoever starts a server learns, without reading its log, that it serves and where.

/// What stands in the ready file.
struct ReadyFile {
    /// The first address that is listened on, or nil for none.
    var host: String?
    /// Nil when no TCP port is listened on.
    var port: Int?
    var process: Int
    /// The path of the Unix socket, or nil for none.
    var socket: String?

    /// One JSON object on one line: `{"host":"127.0.0.1","port":50123,"pid":4711,"socket":null}`.
    var text: String {
        let host = host.map(ReadyFile.quoted) ?? "null"
        let port = port.map(String.init) ?? "null"
        let socket = socket.map(ReadyFile.quoted) ?? "null"
        return "{\"host\":\(host),\"port\":\(port),\"pid\":\(process),\"socket\":\(socket)}\n"
    }

    /// A JSON string.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case "\0"..<" ":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
