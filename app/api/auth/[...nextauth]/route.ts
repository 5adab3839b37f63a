import NextAuth from "next-auth";
import { authOptions } from "@/lib/web/auth";

const answer = NextAuth(authOptions);

export { answer as GET, answer as POST };
