// What redis 8.0.6 makes of values given as options of the command line to directives that are immutable, recorded.

extension RecordedValues {
    /// Directive, value, and what came of it, parted by bars; a refusal begins with `!`.
    static let immutable = #"""
        always-show-logo|xyzzy|!argument must be 'yes' or 'no'|
        always-show-logo||!argument must be 'yes' or 'no'|
        always-show-logo|-1|!argument must be 'yes' or 'no'|
        always-show-logo|9223372036854775807|!argument must be 'yes' or 'no'|
        always-show-logo|a/b|!argument must be 'yes' or 'no'|
        always-show-logo|0|!argument must be 'yes' or 'no'|
        aof-rewrite-cpulist|xyzzy|ok|
        aof-rewrite-cpulist||ok|
        aof-rewrite-cpulist|-1|ok|
        aof-rewrite-cpulist|9223372036854775807|ok|
        aof-rewrite-cpulist|a/b|ok|
        aof-rewrite-cpulist|0|ok|
        appenddirname|xyzzy|ok|
        appenddirname||!appenddirname can't be empty|
        appenddirname|-1|ok|
        appenddirname|9223372036854775807|ok|
        appenddirname|a/b|!appenddirname can't be a path, just a dirname|
        appenddirname|0|ok|
        appendfilename|xyzzy|ok|
        appendfilename||!appendfilename can't be empty|
        appendfilename|-1|ok|
        appendfilename|9223372036854775807|ok|
        appendfilename|a/b|!appendfilename can't be a path, just a filename|
        appendfilename|0|ok|
        bgsave-cpulist|xyzzy|ok|
        bgsave-cpulist||ok|
        bgsave-cpulist|-1|ok|
        bgsave-cpulist|9223372036854775807|ok|
        bgsave-cpulist|a/b|ok|
        bgsave-cpulist|0|ok|
        bio-cpulist|xyzzy|ok|
        bio-cpulist||ok|
        bio-cpulist|-1|ok|
        bio-cpulist|9223372036854775807|ok|
        bio-cpulist|a/b|ok|
        bio-cpulist|0|ok|
        cluster-config-file|xyzzy|ok|
        cluster-config-file||ok|
        cluster-config-file|-1|ok|
        cluster-config-file|9223372036854775807|ok|
        cluster-config-file|a/b|ok|
        cluster-config-file|0|ok|
        cluster-enabled|xyzzy|!argument must be 'yes' or 'no'|
        cluster-enabled||!argument must be 'yes' or 'no'|
        cluster-enabled|-1|!argument must be 'yes' or 'no'|
        cluster-enabled|9223372036854775807|!argument must be 'yes' or 'no'|
        cluster-enabled|a/b|!argument must be 'yes' or 'no'|
        cluster-enabled|0|!argument must be 'yes' or 'no'|
        cluster-port|xyzzy|!argument couldn't be parsed into an integer|
        cluster-port||!argument couldn't be parsed into an integer|
        cluster-port|-1|!argument must be between 0 and 65535 inclusive|
        cluster-port|9223372036854775807|!argument must be between 0 and 65535 inclusive|
        cluster-port|a/b|!argument couldn't be parsed into an integer|
        cluster-port|0|ok|
        databases|xyzzy|!argument couldn't be parsed into an integer|
        databases||!argument couldn't be parsed into an integer|
        databases|-1|!argument must be between 1 and 2147483647 inclusive|
        databases|9223372036854775807|!argument must be between 1 and 2147483647 inclusive|
        databases|a/b|!argument couldn't be parsed into an integer|
        databases|0|!argument must be between 1 and 2147483647 inclusive|
        disable-thp|xyzzy|!argument must be 'yes' or 'no'|
        disable-thp||!argument must be 'yes' or 'no'|
        disable-thp|-1|!argument must be 'yes' or 'no'|
        disable-thp|9223372036854775807|!argument must be 'yes' or 'no'|
        disable-thp|a/b|!argument must be 'yes' or 'no'|
        disable-thp|0|!argument must be 'yes' or 'no'|
        enable-debug-command|xyzzy|!argument(s) must be one of the following: no, yes, local|
        enable-debug-command||!argument(s) must be one of the following: no, yes, local|
        enable-debug-command|-1|!argument(s) must be one of the following: no, yes, local|
        enable-debug-command|9223372036854775807|!argument(s) must be one of the following: no, yes, local|
        enable-debug-command|a/b|!argument(s) must be one of the following: no, yes, local|
        enable-debug-command|0|!argument(s) must be one of the following: no, yes, local|
        enable-module-command|xyzzy|!argument(s) must be one of the following: no, yes, local|
        enable-module-command||!argument(s) must be one of the following: no, yes, local|
        enable-module-command|-1|!argument(s) must be one of the following: no, yes, local|
        enable-module-command|9223372036854775807|!argument(s) must be one of the following: no, yes, local|
        enable-module-command|a/b|!argument(s) must be one of the following: no, yes, local|
        enable-module-command|0|!argument(s) must be one of the following: no, yes, local|
        enable-protected-configs|xyzzy|!argument(s) must be one of the following: no, yes, local|
        enable-protected-configs||!argument(s) must be one of the following: no, yes, local|
        enable-protected-configs|-1|!argument(s) must be one of the following: no, yes, local|
        enable-protected-configs|9223372036854775807|!argument(s) must be one of the following: no, yes, local|
        enable-protected-configs|a/b|!argument(s) must be one of the following: no, yes, local|
        enable-protected-configs|0|!argument(s) must be one of the following: no, yes, local|
        io-threads|xyzzy|!argument couldn't be parsed into an integer|
        io-threads||!argument couldn't be parsed into an integer|
        io-threads|-1|!argument must be between 1 and 128 inclusive|
        io-threads|9223372036854775807|!argument must be between 1 and 128 inclusive|
        io-threads|a/b|!argument couldn't be parsed into an integer|
        io-threads|0|!argument must be between 1 and 128 inclusive|
        rdbchecksum|xyzzy|!argument must be 'yes' or 'no'|
        rdbchecksum||!argument must be 'yes' or 'no'|
        rdbchecksum|-1|!argument must be 'yes' or 'no'|
        rdbchecksum|9223372036854775807|!argument must be 'yes' or 'no'|
        rdbchecksum|a/b|!argument must be 'yes' or 'no'|
        rdbchecksum|0|!argument must be 'yes' or 'no'|
        server-cpulist|xyzzy|ok|
        server-cpulist||ok|
        server-cpulist|-1|ok|
        server-cpulist|9223372036854775807|ok|
        server-cpulist|a/b|ok|
        server-cpulist|0|ok|
        set-proc-title|xyzzy|!argument must be 'yes' or 'no'|
        set-proc-title||!argument must be 'yes' or 'no'|
        set-proc-title|-1|!argument must be 'yes' or 'no'|
        set-proc-title|9223372036854775807|!argument must be 'yes' or 'no'|
        set-proc-title|a/b|!argument must be 'yes' or 'no'|
        set-proc-title|0|!argument must be 'yes' or 'no'|
        socket-mark-id|xyzzy|!argument couldn't be parsed into an integer|
        socket-mark-id||!argument couldn't be parsed into an integer|
        socket-mark-id|-1|!argument must be between 0 and 4294967295 inclusive|
        socket-mark-id|9223372036854775807|!argument must be between 0 and 4294967295 inclusive|
        socket-mark-id|a/b|!argument couldn't be parsed into an integer|
        socket-mark-id|0|ok|
        supervised|xyzzy|!argument(s) must be one of the following: upstart, systemd, auto, no|
        supervised||!argument(s) must be one of the following: upstart, systemd, auto, no|
        supervised|-1|!argument(s) must be one of the following: upstart, systemd, auto, no|
        supervised|9223372036854775807|!argument(s) must be one of the following: upstart, systemd, auto, no|
        supervised|a/b|!argument(s) must be one of the following: upstart, systemd, auto, no|
        supervised|0|!argument(s) must be one of the following: upstart, systemd, auto, no|
        syslog-enabled|xyzzy|!argument must be 'yes' or 'no'|
        syslog-enabled||!argument must be 'yes' or 'no'|
        syslog-enabled|-1|!argument must be 'yes' or 'no'|
        syslog-enabled|9223372036854775807|!argument must be 'yes' or 'no'|
        syslog-enabled|a/b|!argument must be 'yes' or 'no'|
        syslog-enabled|0|!argument must be 'yes' or 'no'|
        syslog-facility|xyzzy|!argument(s) must be one of the following: user, local0, local1, local2, local3, local4, local5, local6, local7|
        syslog-facility||!argument(s) must be one of the following: user, local0, local1, local2, local3, local4, local5, local6, local7|
        syslog-facility|-1|!argument(s) must be one of the following: user, local0, local1, local2, local3, local4, local5, local6, local7|
        syslog-facility|9223372036854775807|!argument(s) must be one of the following: user, local0, local1, local2, local3, local4, local5, local6, local7|
        syslog-facility|a/b|!argument(s) must be one of the following: user, local0, local1, local2, local3, local4, local5, local6, local7|
        syslog-facility|0|!argument(s) must be one of the following: user, local0, local1, local2, local3, local4, local5, local6, local7|
        syslog-ident|xyzzy|ok|
        syslog-ident||ok|
        syslog-ident|-1|ok|
        syslog-ident|9223372036854775807|ok|
        syslog-ident|a/b|ok|
        syslog-ident|0|ok|
        tcp-backlog|xyzzy|!argument couldn't be parsed into an integer|
        tcp-backlog||!argument couldn't be parsed into an integer|
        tcp-backlog|-1|!argument must be between 0 and 2147483647 inclusive|
        tcp-backlog|9223372036854775807|!argument must be between 0 and 2147483647 inclusive|
        tcp-backlog|a/b|!argument couldn't be parsed into an integer|
        tcp-backlog|0|ok|
        unixsocketperm|xyzzy|!argument couldn't be parsed as an octal number|
        unixsocketperm||ok|
        unixsocketperm|-1|!argument must be between 0 and 777 inclusive|
        unixsocketperm|9223372036854775807|!argument couldn't be parsed as an octal number|
        unixsocketperm|a/b|!argument couldn't be parsed as an octal number|
        unixsocketperm|0|ok|
        """#
}
