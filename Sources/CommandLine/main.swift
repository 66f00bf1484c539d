// The program `understudy`: one server in a process of its own.

import UnderstudyServer

ServerProcess.run(CommandLine.arguments)
