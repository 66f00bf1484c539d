// What redis 8.0.6 makes of values given with CONFIG SET, recorded: the directives with rules of their own.

extension RecordedValues {
    /// Directive, value, and what came of it, parted by bars; a refusal begins with `!`.
    static let special = #"""
        client-output-buffer-limit||normal 0 0 0 slave 268435456 67108864 60 pubsub 33554432 8388608 60|
        latency-tracking-info-percentiles|||
        locale-collate|||
        maxmemory|1kb|1024|
        maxmemory-clients|99999999999999999999|1%|
        notify-keyspace-events|||
        oom-score-adj-values||!wrong number of arguments|
        proc-title-template||!template format is invalid or contains unknown variables|
        save|||
        shutdown-on-sigint||!argument(s) must be one of the following: default, save, nosave, now, force|
        save|10 20|10 20|
        save|10  20|!Invalid save parameters|
        save|10 20 |!Invalid save parameters|
        save| 10 20|!Invalid save parameters|
        save|10|!Invalid save parameters|
        save|10 20 30|!Invalid save parameters|
        save|10 20 30 40|10 20 30 40|
        save| |!Invalid save parameters|
        save|a b|!Invalid save parameters|
        save|10 -1|!Invalid save parameters|
        save|0 1|!Invalid save parameters|
        save|99999999999 1|99999999999 1|
        save|1 99999999999|1 1215752191|
        save|+1 1|1 1|
        save|1.5 1|!Invalid save parameters|
        save|10 20x|!Invalid save parameters|
        save|10 |10 0|
        client-output-buffer-limit|normal 1 2 3|normal 1 2 3 slave 268435456 67108864 60 pubsub 33554432 8388608 60|
        client-output-buffer-limit|normal 1kb 2mb 3|normal 1024 2097152 3 slave 268435456 67108864 60 pubsub 33554432 8388608 60|
        client-output-buffer-limit|slave 1 2 3|normal 0 0 0 slave 1 2 3 pubsub 33554432 8388608 60|
        client-output-buffer-limit|replica 1 2 3|normal 0 0 0 slave 1 2 3 pubsub 33554432 8388608 60|
        client-output-buffer-limit|normal 1 2 3 pubsub 3 4 5|normal 1 2 3 slave 268435456 67108864 60 pubsub 3 4 5|
        client-output-buffer-limit|normal 1 2|!Wrong number of arguments in buffer limit configuration.|
        client-output-buffer-limit|NORMAL 1 2 3|normal 1 2 3 slave 268435456 67108864 60 pubsub 33554432 8388608 60|
        client-output-buffer-limit|master 1 2 3|!Invalid client class specified in buffer limit configuration.|
        client-output-buffer-limit|normal -1 0 0|!Error in hard, soft or soft_seconds setting in buffer limit configuration.|
        client-output-buffer-limit|normal 99999999999999999999 0 0|normal 18446744073709551615 0 0 slave 268435456 67108864 60 pubsub 33554432 8388608 60|
        client-output-buffer-limit|normal 1 2 1.5|!Error in hard, soft or soft_seconds setting in buffer limit configuration.|
        client-output-buffer-limit| normal 1 2 3|!Wrong number of arguments in buffer limit configuration.|
        client-output-buffer-limit|normal  1 1|normal 0 1 1 slave 268435456 67108864 60 pubsub 33554432 8388608 60|
        client-output-buffer-limit|normal 1 1 |normal 1 1 0 slave 268435456 67108864 60 pubsub 33554432 8388608 60|
        client-output-buffer-limit|normal 1 2 +5|normal 1 2 5 slave 268435456 67108864 60 pubsub 33554432 8388608 60|
        client-output-buffer-limit|normal 0 0 0 normal 9 9 9|normal 9 9 9 slave 268435456 67108864 60 pubsub 33554432 8388608 60|
        shutdown-on-sigint|save|save|
        shutdown-on-sigint|nosave|nosave|
        shutdown-on-sigint|save now|save now|
        shutdown-on-sigint|SAVE FORCE NOW|save now force|
        shutdown-on-sigint|default|default|
        shutdown-on-sigint|save default|save|
        shutdown-on-sigint|save nosave|!shutdown options SAVE and NOSAVE can't be used simultaneously|
        shutdown-on-sigint|default save|save|
        shutdown-on-sigint|now now|now|
        shutdown-on-sigint|save  now|!argument(s) must be one of the following: default, save, nosave, now, force|
        notify-keyspace-events|KEA|AKE|
        notify-keyspace-events|Kg$lshzxe|g$lshzxeK|
        notify-keyspace-events|AKE|AKE|
        notify-keyspace-events|g$lshzxetd|A|
        notify-keyspace-events|m|m|
        notify-keyspace-events|n|n|
        notify-keyspace-events|Kn|nK|
        notify-keyspace-events|KEAmn|AKEm|
        notify-keyspace-events|gxe|gxe|
        notify-keyspace-events|A|A|
        notify-keyspace-events|E|E|
        notify-keyspace-events|K|K|
        notify-keyspace-events|Kgg|gK|
        notify-keyspace-events|o|!Invalid event class character. Use 'Ag$lshzxeKEtmdn'.|
        oom-score-adj-values|1 2 3|1 2 3|
        oom-score-adj-values|-1000 0 1000|-1000 0 1000|
        oom-score-adj-values|1 2|!wrong number of arguments|
        oom-score-adj-values|1  2 3|!wrong number of arguments|
        oom-score-adj-values|2000 -2000 0|2000 -2000 0|
        oom-score-adj-values|-2001 0 0|!Invalid oom-score-adj-values, elements must be between -2000 and 2000.|
        oom-score-adj-values|1 2 3 4|!wrong number of arguments|
        oom-score-adj-values|1 2 a|!Invalid oom-score-adj-values, elements must be between -2000 and 2000.|
        oom-score-adj-values|+5 1 1|5 1 1|
        oom-score-adj-values|-0 1 2|0 1 2|
        latency-tracking-info-percentiles|50|50|
        latency-tracking-info-percentiles|0|0|
        latency-tracking-info-percentiles|100|100|
        latency-tracking-info-percentiles|100.0|100|
        latency-tracking-info-percentiles|99.999|99.999|
        latency-tracking-info-percentiles|50 50|50 50|
        latency-tracking-info-percentiles|1e1|10|
        latency-tracking-info-percentiles|0x10|16|
        latency-tracking-info-percentiles| 5|!Invalid latency-tracking-info-percentiles parameters|
        latency-tracking-info-percentiles|5 |!Invalid latency-tracking-info-percentiles parameters|
        latency-tracking-info-percentiles|inf|!latency-tracking-info-percentiles parameters should sit between [0.0,100.0]|
        latency-tracking-info-percentiles|nan|!Invalid latency-tracking-info-percentiles parameters|
        latency-tracking-info-percentiles|-0|-0|
        latency-tracking-info-percentiles|33.33333333333|33.333333|
        latency-tracking-info-percentiles|0.1 0.2|0.1 0.2|
        latency-tracking-info-percentiles|+5|5|
        latency-tracking-info-percentiles|1e-7|0|
        latency-tracking-info-percentiles|100.0001|!latency-tracking-info-percentiles parameters should sit between [0.0,100.0]|
        latency-tracking-info-percentiles|5,6|!Invalid latency-tracking-info-percentiles parameters|
        latency-tracking-info-percentiles|1_0|!Invalid latency-tracking-info-percentiles parameters|
        latency-tracking-info-percentiles|1e400|!Invalid latency-tracking-info-percentiles parameters|
        latency-tracking-info-percentiles|INF|!latency-tracking-info-percentiles parameters should sit between [0.0,100.0]|
        latency-tracking-info-percentiles|1.|1|
        maxmemory|1|1|
        maxmemory|1b|1|
        maxmemory|1k|1000|
        maxmemory|1K|1000|
        maxmemory|1Mb|1048576|
        maxmemory|2m|2000000|
        maxmemory|1g|1000000000|
        maxmemory|1GB|1073741824|
        maxmemory|1t|!argument must be a memory value|
        maxmemory|1.5mb|!argument must be a memory value|
        maxmemory|kb|0|
        maxmemory| 1|!argument must be a memory value|
        maxmemory|1 |!argument must be a memory value|
        maxmemory|+1|!argument must be a memory value|
        maxmemory|-0|!argument must be a memory value|
        maxmemory|18446744073709551615|18446744073709551615|
        maxmemory|18446744073709551616|18446744073709551615|
        maxmemory|0x10|!argument must be a memory value|
        maxmemory|17179869184gb|0|
        maxmemory|1kbb|!argument must be a memory value|
        maxmemory|1 kb|!argument must be a memory value|
        maxmemory-clients|10%|10%|
        maxmemory-clients|0%|0|
        maxmemory-clients|100%|100%|
        maxmemory-clients|101%|!percentage argument must be less or equal to 100|
        maxmemory-clients|%|!argument must be a memory or percent value|
        maxmemory-clients|1%%|!argument must be a memory or percent value|
        maxmemory-clients|10mb|10485760|
        maxmemory-clients|-5%|!argument must be a memory or percent value|
        maxmemory-clients|1.5%|!argument must be a memory or percent value|
        maxmemory-clients|0|0|
        maxmemory-clients|18446744073709551516|100%|
        maxmemory-clients| 5%|!argument must be a memory or percent value|
        activerehashing|YES|yes|
        activerehashing|Yes|yes|
        activerehashing|1|!argument must be 'yes' or 'no'|
        activerehashing|true|!argument must be 'yes' or 'no'|
        activerehashing|no |!argument must be 'yes' or 'no'|
        activerehashing|NO|no|
        timeout|+5|!argument couldn't be parsed into an integer|
        timeout|05|!argument couldn't be parsed into an integer|
        timeout| 5|!argument couldn't be parsed into an integer|
        timeout|-0|!argument couldn't be parsed into an integer|
        timeout|0|0|
        timeout|5 |!argument couldn't be parsed into an integer|
        timeout|2147483648|!argument must be between 0 and 2147483647 inclusive|
        timeout|2147483647|2147483647|
        loglevel|VERBOSE|verbose|
        loglevel|notice|notice|
        loglevel|Debug|debug|
        hz|0|1|
        hz|1000|500|
        hz|501|500|
        hz|500|500|
        hz|1|1|
        proc-title-template|{title}|!template format is invalid or contains unknown variables|
        proc-title-template|{listen-addr}|{listen-addr}|
        proc-title-template|{port}|{port}|
        proc-title-template|{tls-port}|{tls-port}|
        proc-title-template|{config-file}|{config-file}|
        proc-title-template|{server-mode}|!template format is invalid or contains unknown variables|
        proc-title-template|{{|{{|
        proc-title-template|{{x|{{x|
        proc-title-template|}|}|
        proc-title-template|a}|a}|
        proc-title-template| |!template format is invalid or contains unknown variables|
        proc-title-template|{title} {foo}|!template format is invalid or contains unknown variables|
        proc-title-template|{Title}|!template format is invalid or contains unknown variables|
        proc-title-template|{title|!template format is invalid or contains unknown variables|
        proc-title-template|{unixsocket}|!template format is invalid or contains unknown variables|
        proc-title-template| {title} x| {title} x|
        proc-title-template|{|!template format is invalid or contains unknown variables|
        proc-title-template|a{|!template format is invalid or contains unknown variables|
        proc-title-template|{{title}|{{title}|
        proc-title-template|{{}|{{}|
        proc-title-template|a {{title}} b|a {{title}} b|
        locale-collate|C|C|
        locale-collate|POSIX|POSIX|
        locale-collate|nosuch|!Invalid locale name|
        cluster-announce-hostname|a_b|!Hostnames may only contain alphanumeric characters, hyphens or dots|
        cluster-announce-hostname|a.b-9Z|a.b-9Z|
        cluster-announce-hostname|aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa|aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa|
        cluster-announce-hostname|aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa|!Hostnames must be less than 256 characters|
        cluster-announce-human-nodename|a_b|a_b|
        cluster-announce-human-nodename|a b|a b|
        cluster-announce-human-nodename|a!|!Announced human node name contained invalid character|
        cluster-announce-human-nodename|a{b|!Announced human node name contained invalid character|
        cluster-announce-human-nodename|a"b|a"b|
        cluster-announce-human-nodename|a,b|a,b|
        proto-max-bulk-len|1048575|!argument must be between 1048576 and 9223372036854775807 inclusive|
        proto-max-bulk-len|1048576|1048576|
        proto-max-bulk-len|1mb|1048576|
        proto-max-bulk-len|8gb|8589934592|
        activedefrag|yes|!Active defragmentation cannot be enabled: it requires a Redis server compiled with a modified Jemalloc like the one shipped by default with the Redis source distribution|
        activedefrag|x|!argument must be 'yes' or 'no'|
        tls-port|1|!Unable to update TLS configuration. Check server logs.|
        tls-port|-1|!argument must be between 0 and 65535 inclusive|
        port|65536|!argument must be between 0 and 65535 inclusive|
        port|a|!argument couldn't be parsed into an integer|
        port|-1|!argument must be between 0 and 65535 inclusive|
        maxclients|0|!argument must be between 1 and 4294967295 inclusive|
        maxclients|a|!argument couldn't be parsed into an integer|
        maxclients|4294967296|!argument must be between 1 and 4294967295 inclusive|
        bind|127.0.0.1 127.0.0.2 127.0.0.3 127.0.0.4 127.0.0.5 127.0.0.6 127.0.0.7 127.0.0.8 127.0.0.9 127.0.0.10 127.0.0.11 127.0.0.12 127.0.0.13 127.0.0.14 127.0.0.15 127.0.0.16 127.0.0.17|!Too many bind addresses specified.|
        """#
}
