// Ends the server when the process that started it is gone, however it went: that closes our standard input.
process.stdin.on("end", () => process.exit(0)).resume();
