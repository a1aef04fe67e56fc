"""What contributors wrote: scanned and parsed, nothing trusted yet."""
