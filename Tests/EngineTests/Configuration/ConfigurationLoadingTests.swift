// Configuration files, the command line, and the errors of either, against what the real server was recorded to say.

import Testing

@testable import UnderstudyEngine

/// Files in memory.
struct FilesInMemory: ConfigurationFiles {
    var files: [String: String] = [:]
    var standardInput = ""
    var directories = ["/start", "/data"]

    var currentDirectory: String { "/start" }

    func read(_ path: String) throws(ConfigurationFileError) -> [UInt8] {
        guard let text = files[path] else { throw ConfigurationFileError("No such file or directory") }
        return Array(text.utf8)
    }

    func expand(_ pattern: String) -> [String] {
        files.keys.sorted().filter { name in
            Array(pattern.utf8).withBytes { pattern in
                Array(name.utf8).withBytes { GlobPattern.matches(pattern, $0) }
            }
        }
    }

    func readStandardInput() -> [UInt8] { Array(standardInput.utf8) }

    func changeDirectory(_ path: String) throws(ConfigurationFileError) -> String {
        guard directories.contains(path) else { throw ConfigurationFileError("No such file or directory") }
        return path
    }

    func checkLogFile(_ path: String) throws(ConfigurationFileError) {
        if path.hasPrefix("/nonexistent/") { throw ConfigurationFileError("No such file or directory") }
    }
}

@Suite("Configuration files and the command line")
struct ConfigurationLoadingTests {
    private func load(_ arguments: String..., files: FilesInMemory = FilesInMemory()) throws(ConfigurationError)
        -> Configuration
    {
        let configuration = Configuration()
        guard case .serve(let start) = Invocation(arguments: arguments) else { return configuration }
        try configuration.load(start, files: files)
        return configuration
    }

    private func load(text: String) throws(ConfigurationError) -> Configuration {
        try load("-", files: FilesInMemory(standardInput: text))
    }

    private func error(_ body: () throws(ConfigurationError) -> Configuration) -> ConfigurationError? {
        do throws(ConfigurationError) {
            _ = try body()
            return nil
        } catch {
            return error
        }
    }

    // MARK: Files

    @Test("Comments, quotes, case, space, aliases and repeated lines")
    func syntax() throws {
        let configuration = try load(
            text: """
                # a comment
                   PORT   7000\t
                requirepass "a b\\"c\\x41\\n"

                masterauth 'it\\'s'
                slave-priority 7
                save 900 1
                save 300 10
                client-output-buffer-limit normal 1mb 0 0
                client-output-buffer-limit pubsub 2mb 0 0
                bind 127.0.0.1 ::1\r
                loglevel verbose
                loglevel debug
                list-max-ziplist-entries 512
                lua-replicate-commands yes
                dir /data
                """)
        #expect(configuration.port == 7000)
        #expect(configuration.requirepass == Array("a b\"cA\n".utf8))
        #expect(configuration.value(of: "masterauth") == "it's")
        #expect(configuration.value(of: "replica-priority") == "7")
        #expect(configuration.value(of: "save") == "900 1 300 10")
        #expect(configuration.clientOutputBufferLimits.normal.hard == 1 << 20)
        #expect(configuration.clientOutputBufferLimits.pubsub.hard == 2 << 20)
        #expect(configuration.bindAddresses == ["127.0.0.1", "::1"])
        #expect(configuration.logLevel == .debug)
        #expect(configuration.directory == "/data")
        #expect(try load(text: "port 1").directory == "/start")
    }

    @Test(
        "Several arguments in one word",
        arguments: [
            ("save \"60 1 300 10\"", "save", "60 1 300 10"), ("save \"\"", "save", ""),
            ("save 60 1\nsave \"\"", "save", ""),
            ("save", "save", ""), ("bind \"127.0.0.1 ::1\"", "bind", "127.0.0.1 ::1"), ("bind \"\"", "bind", ""),
            ("bind", "bind", ""), ("shutdown-on-sigterm \"save now\"", "shutdown-on-sigterm", "save now"),
            ("shutdown-on-sigterm save now", "shutdown-on-sigterm", "save now"),
            ("latency-tracking-info-percentiles \"\"", "latency-tracking-info-percentiles", ""),
            ("oom-score-adj-values 1 2 3", "oom-score-adj-values", "1 2 3"), ("replicaof no one", "replicaof", ""),
        ])
    func severalArguments(_ text: String, _ name: String, _ value: String) throws {
        #expect(try load(text: text).value(of: name) == value)
    }

    @Test(
        "A bad line is told with its number and the reason",
        arguments: [
            ("databases \"16", "databases \"16", "Unbalanced quotes in configuration line"),
            ("requirepass \"foo\"bar", "requirepass \"foo\"bar", "Unbalanced quotes in configuration line"),
            ("requirepass a # c", "requirepass a # c", "wrong number of arguments"),
            ("loglevel", "loglevel", "wrong number of arguments"),
            ("appendfsync yes no", "appendfsync yes no", "wrong number of arguments"),
            ("notify-keyspace-events K E", "notify-keyspace-events K E", "wrong number of arguments"),
            ("replicaof a", "replicaof a", "wrong number of arguments"),
            ("replicaof localhost 99999999", "replicaof localhost 99999999", "Invalid master port"),
            ("replicaof localhost abc", "replicaof localhost abc", "Invalid master port"),
            ("oom-score-adj-values 1 2", "oom-score-adj-values 1 2", "wrong number of arguments"),
            ("save 1", "save 1", "Invalid save parameters"),
            ("save 0 1", "save 0 1", "Invalid save parameters"),
            ("  databases 0  ", "databases 0", "argument must be between 1 and 2147483647 inclusive"),
            ("dir /nonexistent", "dir /nonexistent", "No such file or directory"),
            ("dbfilename a/b", "dbfilename a/b", "dbfilename can't be a path, just a filename"),
            ("appenddirname a/b", "appenddirname a/b", "appenddirname can't be a path, just a dirname"),
            ("foo", "foo", "Bad directive or wrong number of arguments"),
            ("foo.bar", "foo.bar", "Bad directive or wrong number of arguments"),
            ("user", "user", "Bad directive or wrong number of arguments"),
            ("include", "include", "Bad directive or wrong number of arguments"),
            ("loadmodule", "loadmodule", "Bad directive or wrong number of arguments"),
            ("list-max-ziplist-entries", "list-max-ziplist-entries", "Bad directive or wrong number of arguments"),
            ("sentinel monitor", "sentinel monitor", "sentinel directive while not in sentinel mode"),
            ("rename-command GETT X", "rename-command GETT X", "No such command in rename-command"),
            ("rename-command GET SET", "rename-command GET SET", "Target command name already exists"),
            (
                "client-output-buffer-limit foo 0 0 0", "client-output-buffer-limit foo 0 0 0",
                "Invalid client class specified in buffer limit configuration."
            ),
        ])
    func badLines(_ line: String, _ shown: String, _ reason: String) {
        let error = error { () throws(ConfigurationError) in try load(text: "# first\n\n\(line)\nport 1\n") }
        #expect(
            error?.errorOutput(of: .redis80) == """

                *** FATAL CONFIG FILE ERROR (Redis 8.0.6) ***
                Reading the configuration file, at line 3
                >>> '\(shown)'
                \(reason)

                """)
        #expect(error?.logLines == [])
    }

    @Test("Which directives there are is the profile's to say, wherever it is named")
    func directivesOfTheProfile() throws {
        let configuration = try load(
            text: "availability-zone here\nslowlog-max-len 3\ndynamic-hz no\ncompat valkey-9.1\n")
        #expect(configuration.value(of: "availability-zone") == "here")
        #expect(configuration.value(of: "commandlog-slow-execution-max-len") == "3")
        #expect(configuration.profile == .valkey91 && configuration.value(of: "dynamic-hz") == nil)
        let error = error { () throws(ConfigurationError) in
            try load("--set-max-listpack-value", "1", "--compat", "redis-7.0")
        }
        let reason = "Bad directive or wrong number of arguments"
        #expect(
            error == .refused(reason: reason, line: .init(number: 2, text: "set-max-listpack-value \"1\"")))
        #expect(
            error?.errorOutput(of: .valkey81)?.hasPrefix("\n*** FATAL CONFIG FILE ERROR (Version 8.1.1) ***") == true)
    }

    @Test("Directives that no one knows are told together, when all has been read")
    func unknownDirectives() {
        let error = error { () throws(ConfigurationError) in
            try load(text: "foo bar baz\nmodule.setting 1\nlist-max-ziplist-entries 1 2\nrename-command GET\n")
        }
        #expect(error?.errorOutput(of: .redis80) == nil)
        #expect(
            error?.logLines == [
                "Unresolved Configuration(s) Detected:", ">>> 'foo bar baz'", ">>> 'module.setting 1'",
                ">>> 'list-max-ziplist-entries 1 2'", ">>> 'rename-command GET'",
                "Module Configuration detected without loadmodule directive or no ApplyConfig call: aborting",
            ])
        let other = self.error { () throws(ConfigurationError) in try load(text: "foo bar\nport x\n") }
        #expect(
            other?.errorOutput(of: .redis80)?.hasSuffix(">>> 'port x'\nargument couldn't be parsed into an integer\n")
                == true)
        let module = self.error { () throws(ConfigurationError) in try load(text: "foo bar\nloadmodule x.so 1\n") }
        #expect(module?.logLines == ["Can't load module from x.so: server aborting"])
    }

    @Test("Included files, patterns included")
    func includes() throws {
        let files = FilesInMemory(files: [
            "/a.conf": "port 1\ninclude /b/*.conf\ninclude /none/*.conf\ntimeout 3", "/b/1.conf": "port 2\ntimeout 2",
            "/b/2.conf": "include /c.conf\n", "/c.conf": "tcp-backlog 7",
        ])
        let configuration = try load("/a.conf", files: files)
        #expect(configuration.port == 2 && configuration.timeout == 3 && configuration.tcpBacklog == 7)

        let missing = error { () throws(ConfigurationError) in
            try load("/a.conf", files: FilesInMemory(files: ["/a.conf": "include /x.conf"]))
        }
        #expect(missing?.logLines == ["Fatal error, can't open config file '/x.conf': No such file or directory"])
        let bad = error { () throws(ConfigurationError) in
            try load("/a.conf", files: FilesInMemory(files: ["/a.conf": "\n\n\ninclude /x.conf", "/x.conf": "port x"]))
        }
        #expect(
            bad
                == .refused(
                    reason: "argument couldn't be parsed into an integer", line: .init(number: 1, text: "port x")))
        let loop = error { () throws(ConfigurationError) in
            try load("/a.conf", files: FilesInMemory(files: ["/a.conf": "include /a.conf"]))
        }
        #expect(loop?.errorOutput(of: .redis80) != nil)
    }

    @Test("Renamed commands")
    func renamedCommands() throws {
        let configuration = try load(
            text: "rename-command FLUSHALL \"\"\nrename-command get G\nrename-command g H\nrename-command SET get\n")
        #expect(configuration.renamedCommands == ["flushall": [], "get": Array("H".utf8), "set": Array("get".utf8)])
    }

    @Test("Renamed commands answer to their new names and are still called by their own")
    func renamedCommandsRun() throws {
        let configuration = try load(
            text: "rename-command FLUSHALL \"\"\nrename-command GET Fetch\nrename-command SET GET\n")
        let client = TestEngine(configuration).connect()
        #expect(client.send("get k v") == "+OK|")
        #expect(client.send("FETCH k") == "$1|v|")
        #expect(client.send("fetch") == "-ERR wrong number of arguments for 'get' command|")
        #expect(client.send("set k v") == "-ERR unknown command 'set', with args beginning with: 'k' 'v' |")
        #expect(client.send("flushall") == "-ERR unknown command 'flushall', with args beginning with: |")
        #expect(client.send("info commandstats").contains("|cmdstat_set:calls=1,"))
    }

    @Test("Users, and the line that the real server writes into every file")
    func users() throws {
        _ = try load(text: "user default on nopass sanitize-payload ~* &* +@all")
        let configuration = try load(text: "user bob on >x ~a* +get\nuser carl on nopass (+set ~b)")
        let client = TestEngine(configuration).connect()
        #expect(client.send("AUTH bob x") == "+OK|")
        #expect(client.send("GET b") == "-NOPERM No permissions to access a key|")
        #expect(client.send("AUTH carl anything") == "+OK|")
        #expect(client.send("SET b 1") == "+OK|")
    }

    @Test(
        "Users that are refused",
        arguments: [
            (
                "user a #abc",
                "'#abc': The password hash must be exactly 64 characters and contain only lowercase hexadecimal characters"
            ),
            ("user a (+get", "'user': Wrong format"),
            ("user bob on >x (+get", "'on': Wrong format"),
        ])
    func refusedUsers(line: String, reason: String) {
        let error = error { () throws(ConfigurationError) in try load(text: line) }
        let expected = "Error in user declaration \(reason)"
        #expect(error == .refused(reason: expected, line: .init(number: 1, text: line)))
    }

    @Test("A user of commands that do not exist is told once everything has been read")
    func userOfUnknownCommands() {
        let error = error { () throws(ConfigurationError) in try load(text: "user bob on >x +foo") }
        let line =
            "Error loading ACL rule '+foo' for the user named 'bob': Unknown command or category name in ACL"
        #expect(error?.logLines == [line, "Critical error while loading ACLs. Exiting."])
    }

    @Test("A user whose name has spaces")
    func userWithSpaces() {
        let error = error { () throws(ConfigurationError) in try load(text: "user \"bob on\" >x") }
        let lines = ["Spaces not allowed in ACL usernames", "Critical error while loading ACLs. Exiting."]
        #expect(error?.logLines == lines)
    }

    @Test("A log file that cannot be opened")
    func logFile() {
        let error = error { () throws(ConfigurationError) in try load("--logfile", "/nonexistent/x") }
        #expect(
            error?.errorOutput(of: .redis80)
                == "\n*** FATAL CONFIG FILE ERROR (Redis 8.0.6) ***\nCan't open the log file: No such file or directory\n"
        )
    }

    // MARK: The command line

    @Test(
        "What is asked for",
        arguments: [
            (["--version"], Invocation.version(.standard)), (["-v"], .version(.standard)), (["--help"], .help),
            (["-h"], .help), (["--compat", "valkey-9.1", "--version"], .version(.valkey91)),
            (["-v", "--compat", "redis-7.0"], .version(.redis70)),
        ])
    func invocations(_ arguments: [String], _ invocation: Invocation) {
        #expect(Invocation(arguments: arguments) == invocation)
    }

    @Test(
        "Options and their values",
        arguments: [
            (["--save", ""], "save", ""), (["--save"], "save", ""), (["--save", "--timeout", "5"], "timeout", "5"),
            (["--save", "60", "1"], "save", "60 1"), (["--save", "60 1"], "save", "60 1"),
            (["--save 60 1"], "save", "60 1"),
            (["--save", "60", "1", "300", "10", "--save", "900", "1"], "save", "60 1 300 10 900 1"),
            (["--save", "\"\""], "save", ""), (["--save \"\""], "save", ""), (["--save", "\"60"], "save", ""),
            (["--timeout 5"], "timeout", "5"), (["--timeout ", "5"], "timeout", "5"),
            (["--TIMEOUT", "5"], "timeout", "5"),
            (["--requirepass", "--foo"], "requirepass", "--foo"),
            (["--requirepass", "--timeout", "--timeout", "7"], "timeout", "7"),
            (["--requirepass", "a b\"c\u{1}"], "requirepass", "a b\"c\u{1}"),
            (["--requirepass \"a b\""], "requirepass", "a b"),
            (["--requirepass", ""], "requirepass", ""), (["--bind", "127.0.0.1", "::1"], "bind", "127.0.0.1 ::1"),
            (["--bind", "127.0.0.1 ::1"], "bind", "127.0.0.1 ::1"), (["--bind", ""], "bind", ""),
            (["--bind"], "bind", ""),
            (["--notify-keyspace-events", ""], "notify-keyspace-events", ""),
            (["--shutdown-on-sigterm", "save", "now"], "shutdown-on-sigterm", "save now"),
            (["--hz", "1000"], "hz", "500"), (["--hz", "0"], "hz", "1"),
            (["--unixsocketperm", "0700"], "unixsocketperm", "700"),
            (["--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru"], "maxmemory", "104857600"),
            (["--appendonly", "no", "--daemonize", "no"], "daemonize", "no"),
            (["--exit-with-parent"], "exit-with-parent", "yes"),
            (["--exit-with-parent", "no"], "exit-with-parent", "no"),
            (["--exit-with-parent", "--exit-on-stdin-eof"], "exit-with-parent", "yes"),
            (["--exit-with-parent", "--exit-on-stdin-eof"], "exit-on-stdin-eof", "yes"),
            (["--exit-on-stdin-eof", "--port", "1"], "port", "1"),
            (["--ready-file", "/tmp/x"], "ready-file", "/tmp/x"),
            ([], "port", "6379"),
        ])
    func options(_ arguments: [String], _ name: String, _ value: String) throws {
        let configuration = Configuration()
        guard case .serve(let start) = Invocation(arguments: arguments) else {
            Issue.record("\(arguments) do not serve")
            return
        }
        try configuration.load(start, files: FilesInMemory())
        #expect(configuration.value(of: name) == value)
    }

    @Test(
        "Errors of options are those of lines, behind an empty one",
        arguments: [
            (["--port"], 2, "port", "wrong number of arguments"),
            (["--port", "1", "--timeout", "x"], 3, "timeout \"x\"", "argument couldn't be parsed into an integer"),
            (["--port", "1", "--timeout", "5", "extra"], 3, "timeout \"5\" \"extra\"", "wrong number of arguments"),
            (["--port", "0", "-timeout", "5"], 2, "port \"0\" \"-timeout\" \"5\"", "wrong number of arguments"),
            (["--", "5"], 2, "\"5\"", "Bad directive or wrong number of arguments"),
            (["--daemonize"], 2, "daemonize", "wrong number of arguments"),
            (["--timeout", "-"], 2, "timeout", "wrong number of arguments"),
        ])
    func badOptions(_ arguments: [String], _ number: Int, _ text: String, _ reason: String) {
        guard case .serve(let start) = Invocation(arguments: arguments) else {
            Issue.record("\(arguments) do not serve")
            return
        }
        let error = error { () throws(ConfigurationError) in
            let configuration = Configuration()
            try configuration.load(start, files: FilesInMemory())
            return configuration
        }
        #expect(error == .refused(reason: reason, line: .init(number: number, text: text)))
    }

    @Test("The file, then the standard input, then the options")
    func precedence() throws {
        let files = FilesInMemory(
            files: ["/f.conf": "timeout 1\nport 1\ntcp-backlog 1\n"], standardInput: "port 2\ntcp-backlog 2\n")
        let configuration = try load("/f.conf", "--tcp-backlog", "3", "-", files: files)
        #expect(configuration.timeout == 1 && configuration.port == 2 && configuration.tcpBacklog == 3)
        let first = try load("-", "--port", "4", files: files)
        #expect(first.port == 4 && first.tcpBacklog == 2 && first.timeout == 0)
        let error = error { () throws(ConfigurationError) in try load("/g.conf", files: files) }
        #expect(error?.logLines == ["Fatal error, can't open config file '/g.conf': No such file or directory"])
    }
}
